"""Packed documents: the XML inside .docx and .odt files, which anyone may have made to be too big or to read other files."""

import zipfile
from io import BytesIO

from lxml import etree

from waymarks.machine.refusals import Failure

# A value document is a few pages; with pictures the file is larger, its text never is.
_MOST_FILES, _MOST_BYTES, _MOST_XML = 5000, 200_000_000, 30_000_000
# Source: APPNOTE.TXT of PKWARE, 4.4.4, "general purpose bit flag".
_LOCKED = 1


def opened(data: bytes) -> zipfile.ZipFile:
    """The files inside. Raises Failure where they are more than any document has."""
    try:
        inside = zipfile.ZipFile(BytesIO(data))
        files = inside.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Failure(
            "The file is damaged, or not what its name says. Open it in Word or LibreOffice and save it again."
        ) from None
    texts = [one.file_size for one in files if one.filename.lower().endswith((".xml", ".rels"))]
    if len(files) > _MOST_FILES or sum(one.file_size for one in files) > _MOST_BYTES or sum(texts) > _MOST_XML:
        raise Failure("The file unpacks to far more than any document holds, and is not opened.")
    return inside


def xml(inside: zipfile.ZipFile, name: str) -> etree._Element:
    """One of the files. What its head says of its size is checked while it is read. Raises Failure, or anything if it is
    damaged."""
    if name not in inside.namelist():
        raise Failure(f"The file lacks its text ({name}): it is damaged, or not what its name says.")
    if inside.getinfo(name).flag_bits & _LOCKED:
        raise Failure("The file is protected by a password. Save a copy without one.")
    with inside.open(name) as stream:
        return parsed(stream.read(_MOST_XML + 1))


def parsed(data: bytes) -> etree._Element:
    """XML from a stranger: nothing that it names is fetched or filled in. Raises Failure, or anything if it is damaged."""
    if len(data) > _MOST_XML or b"<!DOCTYPE" in data[:4000].upper() or b"<!ENTITY" in data[:100_000].upper():
        raise Failure(
            "The file holds what no document needs (a document type, or far too much text), and is not opened."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)
