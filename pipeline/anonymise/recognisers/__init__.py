"""Recognisers, one file per identifier. A new one is a file in this folder and a line below."""

from pipeline.registry import Registry

RECOGNISERS = Registry("recogniser")

_HERE = "pipeline.anonymise.recognisers"
RECOGNISERS.add("person", f"{_HERE}.person:PersonRecogniser")
RECOGNISERS.add("title", f"{_HERE}.title:TitleRecogniser")
RECOGNISERS.add("district", f"{_HERE}.district:DistrictRecogniser")
RECOGNISERS.add("place", f"{_HERE}.place:PlaceRecogniser")
RECOGNISERS.add("organisation", f"{_HERE}.organisation:OrganisationRecogniser")
RECOGNISERS.add("phone", f"{_HERE}.phone:PhoneRecogniser")
RECOGNISERS.add("email", f"{_HERE}.email:EmailRecogniser")
RECOGNISERS.add("national_id", f"{_HERE}.national_id:NationalIdRecogniser")
RECOGNISERS.add("bank_account", f"{_HERE}.bank_account:BankAccountRecogniser")
RECOGNISERS.add("organisation_number", f"{_HERE}.organisation_number:OrganisationNumberRecogniser")
RECOGNISERS.add("licence_plate", f"{_HERE}.licence_plate:LicencePlateRecogniser")
RECOGNISERS.add("case_number", f"{_HERE}.case_number:CaseNumberRecogniser")
RECOGNISERS.add("web_address", f"{_HERE}.web_address:WebAddressRecogniser")
RECOGNISERS.add("user_name", f"{_HERE}.user_name:UserNameRecogniser")
RECOGNISERS.add("long_number", f"{_HERE}.long_number:LongNumberRecogniser")
RECOGNISERS.add("date", f"{_HERE}.date:DateRecogniser")
RECOGNISERS.add("age", f"{_HERE}.age:AgeRecogniser")
RECOGNISERS.add("special", f"{_HERE}.special:SpecialRecogniser")
