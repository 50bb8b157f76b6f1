"""The core of Pejlemærker: values in, values out.

A page's way, as pipeline.py goes it; beside each step stands what it needs:

read      source.py               reading/ (what editors write besides text), text/, ledgers/
check     checks/
relate    site.py                 relations/
render    view.py, render.py      derived.py, views/, news/, data/
index     search/
equip     equip.py                equipment/
verify    verify.py               verification/
publish   publish.py              releases/

making.py goes it from render to index, and building/ is how: in several processes, and with what earlier builds have kept.
Before that, founding/ and documents/ make new pages. Besides, editing/ and preview/ are for those who write, reports/ for those
who look after the site, and papers/ prints. problems.py is what all of them tell, grouping.py how they sort, machine/ what
they run on.
"""
