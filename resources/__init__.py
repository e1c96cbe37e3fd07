"""Icons, fonts, themes, dictionaries, classification files and sample letters that ship with the program."""
