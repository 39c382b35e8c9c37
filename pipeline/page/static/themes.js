// Kategorier.

