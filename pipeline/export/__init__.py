"""From themed, de-identified interviews to files that coding tools open. Pure: values in, bytes out."""
