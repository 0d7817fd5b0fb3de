<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> (shown reduced)</source>
        <translation> (verkleinert gezeigt)</translation>
    </message>
    <message>
        <source> Give its path relative to the image folder.</source>
        <translation> Geben Sie den Pfad relativ zum Bilderordner an.</translation>
    </message>
    <message>
        <source> Similar: {images}.</source>
        <translation> Ähnlich: {images}.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source> of {rounds}</source>
        <translation> von {rounds}</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source> {spare} of {n_features} features have no image and are ignored.</source>
        <translation> {spare} von {n_features} Merkmalen haben kein Bild und werden übergangen.</translation>
    </message>
    <message>
        <source># What counts

# What does not count</source>
        <translation># Was zählt

# Was nicht zählt</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n Byte</numerusform>
            <numerusform>%n Bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cluster(s) found.</source>
        <translation>
            <numerusform>%n Cluster gefunden.</numerusform>
            <numerusform>%n Cluster gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) or folder(s) could not be read; what is in them is missing.</source>
        <translation>
            <numerusform>%n Datei oder Ordner konnte nicht gelesen werden; der Inhalt fehlt.</numerusform>
            <numerusform>%n Dateien oder Ordner konnten nicht gelesen werden; ihr Inhalt fehlt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) cannot be read:</source>
        <translation>
            <numerusform>%n Bild kann nicht gelesen werden:</numerusform>
            <numerusform>%n Bilder können nicht gelesen werden:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) have different labels of {people}, and get none: the panel Agreement lists them.</source>
        <translation>
            <numerusform>%n Bild wurde von {people} verschieden beurteilt und bleibt ohne Beurteilung: Das Feld „Übereinstimmung“ nennt es.</numerusform>
            <numerusform>%n Bilder wurden von {people} verschieden beurteilt und bleiben ohne Beurteilung: Das Feld „Übereinstimmung“ nennt sie.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) have no features: no sample and no bound covers them.</source>
        <translation>
            <numerusform>%n Bild hat keine Merkmale: Keine Stichprobe und keine Schranke berücksichtigt es.</numerusform>
            <numerusform>%n Bilder haben keine Merkmale: Keine Stichprobe und keine Schranke berücksichtigt sie.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) irrelevant</source>
        <translation>
            <numerusform>%n Bild irrelevant</numerusform>
            <numerusform>%n Bilder irrelevant</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) of the samples are neither relevant nor irrelevant; both ends allow for that.</source>
        <translation>
            <numerusform>%n Bild der Stichproben ist weder relevant noch irrelevant; beide Grenzen berücksichtigen das.</numerusform>
            <numerusform>%n Bilder der Stichproben sind weder relevant noch irrelevant; beide Grenzen berücksichtigen das.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) relevant</source>
        <translation>
            <numerusform>%n Bild relevant</numerusform>
            <numerusform>%n Bilder relevant</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) selected</source>
        <translation>
            <numerusform>%n Bild ausgewählt</numerusform>
            <numerusform>%n Bilder ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) to decide about.</source>
        <translation>
            <numerusform>%n Bild ist zu entscheiden.</numerusform>
            <numerusform>%n Bilder sind zu entscheiden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) unsure</source>
        <translation>
            <numerusform>%n Bild unsicher</numerusform>
            <numerusform>%n Bilder unsicher</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) will get a label, as one step that can be taken back.</source>
        <translation>
            <numerusform>%n Bild bekommt eine Beurteilung, in einem Schritt, der sich zurücknehmen lässt.</numerusform>
            <numerusform>%n Bilder bekommen eine Beurteilung, in einem Schritt, der sich zurücknehmen lässt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) with several rows that differ got no values.</source>
        <translation>
            <numerusform>%n Bild mit mehreren unterschiedlichen Zeilen hat keine Werte bekommen.</numerusform>
            <numerusform>%n Bilder mit mehreren unterschiedlichen Zeilen haben keine Werte bekommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) without features are not on the map.</source>
        <translation>
            <numerusform>%n Bild ohne Merkmale ist nicht auf der Karte.</numerusform>
            <numerusform>%n Bilder ohne Merkmale sind nicht auf der Karte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged image(s) are not in this project.</source>
        <translation>
            <numerusform>%n beurteiltes Bild ist nicht in diesem Projekt.</numerusform>
            <numerusform>%n beurteilte Bilder sind nicht in diesem Projekt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judgement(s) since the latest of them.</source>
        <translation>
            <numerusform>%n Beurteilung seit dem letzten davon.</numerusform>
            <numerusform>%n Beurteilungen seit dem letzten davon.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) mean no image, such as {name}.</source>
        <translation>
            <numerusform>%n Name meint kein Bild: {name}.</numerusform>
            <numerusform>%n Namen meinen kein Bild, etwa {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new image(s) in the folder.</source>
        <translation>
            <numerusform>%n neues Bild im Ordner.</numerusform>
            <numerusform>%n neue Bilder im Ordner.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plugin(s) could not be loaded.</source>
        <translation>
            <numerusform>%n Erweiterung konnte nicht geladen werden.</numerusform>
            <numerusform>%n Erweiterungen konnten nicht geladen werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) found.</source>
        <translation>
            <numerusform>%n Problem gefunden.</numerusform>
            <numerusform>%n Probleme gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n Aufgabe</numerusform>
            <numerusform>%n Aufgaben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) failed</source>
        <translation>
            <numerusform>%n Aufgabe fehlgeschlagen</numerusform>
            <numerusform>%n Aufgaben fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Conflicts</source>
        <translation>&amp;Konflikte</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopie</translation>
    </message>
    <message>
        <source>&amp;Depth</source>
        <translation>T&amp;iefe</translation>
    </message>
    <message>
        <source>&amp;Encoder</source>
        <translation>&amp;Encoder</translation>
    </message>
    <message>
        <source>&amp;Feature file</source>
        <translation>&amp;Merkmalsdatei</translation>
    </message>
    <message>
        <source>&amp;Features</source>
        <translation>&amp;Merkmale</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>&amp;Image folder</source>
        <translation>&amp;Bilderordner</translation>
    </message>
    <message>
        <source>&amp;Images both judge</source>
        <translation>&amp;Bilder, die beide beurteilen</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Namen</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>&amp;Netz</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Profil</translation>
    </message>
    <message>
        <source>&amp;Project file</source>
        <translation>&amp;Projektdatei</translation>
    </message>
    <message>
        <source>&amp;Runs</source>
        <translation>&amp;Runs</translation>
    </message>
    <message>
        <source>&amp;Topic of the file</source>
        <translation>&amp;Thema der Datei</translation>
    </message>
    <message>
        <source>&amp;What are you looking for?</source>
        <translation>&amp;Wonach suchen Sie?</translation>
    </message>
    <message>
        <source>&amp;What for?</source>
        <translation>&amp;Wofür?</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>&amp;Wörter</translation>
    </message>
    <message>
        <source>&apos;is&apos; and &apos;in&apos; cannot be part of a condition. Compare with == &lt; &lt;= &gt; &gt;= or !=</source>
        <translation>„is“ und „in“ können nicht Teil einer Bedingung sein. Vergleichen Sie mit == &lt; &lt;= &gt; &gt;= oder !=</translation>
    </message>
    <message>
        <source>(no folder)</source>
        <translation>(kein Ordner)</translation>
    </message>
    <message>
        <source>, filtered</source>
        <translation>, gefiltert</translation>
    </message>
    <message>
        <source>, was {old}</source>
        <translation>, vorher {old}</translation>
    </message>
    <message>
        <source>, {count} newer</source>
        <translation>, {count} neuere</translation>
    </message>
    <message>
        <source>1 image kept as it is</source>
        <translation>1 Bild bleibt, wie es ist</translation>
    </message>
    <message>
        <source>1 to 4 MP</source>
        <translation>1 bis 4 MP</translation>
    </message>
    <message>
        <source>1 uses only novelty, 0 only uncertainty; auto is the share of images not yet judged.</source>
        <translation>1 sieht nur darauf, wie neu ein Bild ist, 0 nur auf Unsicherheit; automatisch ist es der Anteil noch unbeurteilter Bilder.</translation>
    </message>
    <message>
        <source>1 uses only the distance to the boundary, 0 only diversity.</source>
        <translation>1 sieht nur auf den Abstand zur Grenze, 0 nur auf Vielfalt.</translation>
    </message>
    <message>
        <source>1 uses only the score, 0 only diversity.</source>
        <translation>1 sieht nur auf den Wert, 0 nur auf Vielfalt.</translation>
    </message>
    <message>
        <source>10 to 50 %</source>
        <translation>10 bis 50 %</translation>
    </message>
    <message>
        <source>12 MP and more</source>
        <translation>12 MP und mehr</translation>
    </message>
    <message>
        <source>4 to 12 MP</source>
        <translation>4 bis 12 MP</translation>
    </message>
    <message>
        <source>50 to 90 %</source>
        <translation>50 bis 90 %</translation>
    </message>
    <message>
        <source>90 % and more</source>
        <translation>90 % und mehr</translation>
    </message>
    <message>
        <source>; these look like pixels, not features</source>
        <translation>; das sieht nach Pixeln aus, nicht nach Merkmalen</translation>
    </message>
    <message>
        <source>&lt;b&gt;Estimate:&lt;/b&gt; the collection has likely {low} to {high} relevant images. It rests on random samples, and is no guarantee.</source>
        <translation>&lt;b&gt;Schätzung:&lt;/b&gt; Die Sammlung hat wahrscheinlich {low} bis {high} relevante Bilder. Das beruht auf Zufallsstichproben und ist keine Garantie.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Find the {goal}:&lt;/b&gt; {relevant} are marked already. Judge these {size} images: press [judge.relevant] for relevant, [judge.irrelevant] for irrelevant, [judge.unsure] if you cannot tell. The arrows move.</source>
        <translation>&lt;b&gt;Finden Sie: {goal}.&lt;/b&gt; {relevant} sind schon markiert. Beurteilen Sie diese {size} Bilder: [judge.relevant] für relevant, [judge.irrelevant] für irrelevant, [judge.unsure], wenn Sie es nicht sagen können. Die Pfeile führen weiter.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Guaranteed:&lt;/b&gt; at least {share} % are found, for there are at most {bound}. This fails in 5 of 100 searches at most, if the random samples were judged without mistakes.</source>
        <translation>&lt;b&gt;Garantiert:&lt;/b&gt; Mindestens {share} % sind gefunden, denn es gibt höchstens {bound}. Das stimmt in höchstens 5 von 100 Suchen nicht, wenn die Zufallsstichproben fehlerfrei beurteilt sind.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Look right:&lt;/b&gt; the whole collection is ranked now, the likeliest {goal} first. The batch on the left is what the model wants to know next.</source>
        <translation>&lt;b&gt;Schauen Sie nach rechts:&lt;/b&gt; Die ganze Sammlung ist jetzt geordnet, die wahrscheinlichsten Treffer für „{goal}“ zuerst. Der Stapel links ist das, was das Modell als Nächstes wissen möchte.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{left} left.&lt;/b&gt; [judge.rest] judges all the rest irrelevant, [judge.rest_relevant] relevant, and [edit.undo] takes the last judgement back. Every key press is stored at once.</source>
        <translation>&lt;b&gt;Noch {left}.&lt;/b&gt; [judge.rest] nennt alle übrigen irrelevant, [judge.rest_relevant] relevant, und [edit.undo] nimmt die letzte Beurteilung zurück. Jeder Tastendruck ist sofort gespeichert.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{relevant} found.&lt;/b&gt; You may judge in the ranking, too: select images there and press a key. [help.keys] lists all keys.</source>
        <translation>&lt;b&gt;{relevant} gefunden.&lt;/b&gt; Sie können auch in der Rangliste beurteilen: wählen Sie dort Bilder aus und drücken Sie eine Taste. [help.keys] zeigt alle Tasten.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{relevant} {goal} found.&lt;/b&gt; Go on as long as batches bring new ones. [project.export] writes labels or the ranked list to a file. Then try your own images: [project.new].</source>
        <translation>&lt;b&gt;{relevant} gefunden ({goal}).&lt;/b&gt; Machen Sie weiter, solange die Stapel Neues bringen. [project.export] schreibt Beurteilungen oder die Rangliste in eine Datei. Versuchen Sie dann Ihre eigenen Bilder: [project.new].</translation>
    </message>
    <message>
        <source>A accepts, X rejects, Space is unsure, Backspace takes back.</source>
        <translation>A nimmt an, X lehnt ab, die Leertaste ist unsicher, die Rücktaste nimmt zurück.</translation>
    </message>
    <message>
        <source>A batch is being chosen.</source>
        <translation>Es wird gerade ein Stapel gewählt.</translation>
    </message>
    <message>
        <source>A cluster needs {missing_extra}</source>
        <translation>Ein Cluster braucht {missing_extra}</translation>
    </message>
    <message>
        <source>A comparison needs a column on one side, e.g. score &gt; 0.5</source>
        <translation>Ein Vergleich braucht auf einer Seite eine Spalte, z. B. score &gt; 0.5</translation>
    </message>
    <message>
        <source>A condition cannot contain this name.</source>
        <translation>Eine Bedingung kann diesen Namen nicht enthalten.</translation>
    </message>
    <message>
        <source>A condition compares columns, e.g. folder(&apos;2019/night&apos;), camera == &apos;NIKON*&apos; or hour &lt; 6 and width &gt; 4000. relevant(&apos;kites&apos;) holds for what is relevant to another topic.</source>
        <translation>Eine Bedingung vergleicht Spalten, z. B. folder(&apos;2019/nacht&apos;), camera == &apos;NIKON*&apos; oder hour &lt; 6 and width &gt; 4000. relevant(&apos;Milane&apos;) gilt für das, was für ein anderes Thema relevant ist.</translation>
    </message>
    <message>
        <source>A file in the format ONNX needs {package}</source>
        <translation>Eine Datei im Format ONNX braucht {package}</translation>
    </message>
    <message>
        <source>A first look: images that together stand for the whole collection.</source>
        <translation>Ein erster Blick: Bilder, die zusammen für die ganze Sammlung stehen.</translation>
    </message>
    <message>
        <source>A folder of images to search</source>
        <translation>Ein Ordner mit Bildern, die durchsucht werden</translation>
    </message>
    <message>
        <source>A folder with the top images of the ranking, their rank before the name.</source>
        <translation>Ein Ordner mit den besten Bildern der Rangliste, ihr Rang vor dem Namen.</translation>
    </message>
    <message>
        <source>A judgement takes {median} (lately {lately}); the next {ahead} take about {time}.</source>
        <translation>Eine Beurteilung dauert {median} (zuletzt {lately}); die nächsten {ahead} dauern etwa {time}.</translation>
    </message>
    <message>
        <source>A line that begins with # is a heading. Every version stays in the record, and undo takes it back.</source>
        <translation>Eine Zeile, die mit # beginnt, ist eine Überschrift. Jede Fassung bleibt im Protokoll, und Rückgängig nimmt sie zurück.</translation>
    </message>
    <message>
        <source>A longer pause between photos of a camera begins a new event.</source>
        <translation>Nach einer längeren Pause zwischen Fotos einer Kamera beginnt ein neues Ereignis.</translation>
    </message>
    <message>
        <source>A mistake?</source>
        <translation>Ein Fehler?</translation>
    </message>
    <message>
        <source>A package of deployments, photos and observations, as GBIF and the R package camtrapdp read it.</source>
        <translation>Ein Paket aus Standorten, Fotos und Beobachtungen, wie GBIF und das R-Paket camtrapdp es lesen.</translation>
    </message>
    <message>
        <source>A pair of networks for images and words (folder)</source>
        <translation>Ein Netzpaar für Bilder und Wörter (Ordner)</translation>
    </message>
    <message>
        <source>A part of the table {table}.</source>
        <translation>Ein Teil der Tabelle {table}.</translation>
    </message>
    <message>
        <source>A picture of what you are looking for</source>
        <translation>Ein Bild von dem, was Sie suchen</translation>
    </message>
    <message>
        <source>A project file</source>
        <translation>Eine Projektdatei</translation>
    </message>
    <message>
        <source>A random check: judge every image, it tells how much is left to find.</source>
        <translation>Eine Zufallsstichprobe: Beurteilen Sie jedes Bild; sie verrät, wie viel noch zu finden ist.</translation>
    </message>
    <message>
        <source>A random sample that prefers likely relevant images; it estimates how many are left to find.</source>
        <translation>Eine Zufallsstichprobe, vor allem dort, wo relevante Bilder wahrscheinlich sind; sie verrät, wie viele noch zu finden sind.</translation>
    </message>
    <message>
        <source>A row of numbers for each image: HDF5, NumPy, Parquet, MATLAB 7.3. Empty: they are computed.</source>
        <translation>Eine Zeile Zahlen für jedes Bild: HDF5, NumPy, Parquet, MATLAB 7.3. Leer: Sie werden berechnet.</translation>
    </message>
    <message>
        <source>A rule cannot ask for the labels of its own topic, {topic!r}.</source>
        <translation>Eine Regel kann nicht nach den Beurteilungen ihres eigenen Themas {topic!r} fragen.</translation>
    </message>
    <message>
        <source>A rule cannot use {names}: it says what was judged or selected, and a rule is what is known besides.</source>
        <translation>Eine Regel kann {names} nicht verwenden: Das sagt, was beurteilt oder ausgewählt wurde, und eine Regel ist, was man sonst weiß.</translation>
    </message>
    <message>
        <source>A rule votes relevant or irrelevant; where it says nothing, it does not vote.</source>
        <translation>Eine Regel stimmt für relevant oder irrelevant; wo sie nichts sagt, stimmt sie nicht ab.</translation>
    </message>
    <message>
        <source>A run has the images that a system found for each topic: a file of TREC or ranx, or a table with topic, image and score. The best images of all systems are judged. Names of the topics are lines of id, tab, text; without them, topics are called like their ids.</source>
        <translation>Ein Run enthält die Bilder, die ein System für jedes Thema gefunden hat: eine Datei von TREC oder ranx oder eine Tabelle mit topic, image und score. Beurteilt werden die besten Bilder aller Systeme. Die Namen der Themen sind Zeilen aus Kennung, Tabulator und Text; ohne sie heißen die Themen wie ihre Kennungen.</translation>
    </message>
    <message>
        <source>A strategy or parameters that you chose yourself.</source>
        <translation>Eine Strategie oder Parameter, die Sie selbst gewählt haben.</translation>
    </message>
    <message>
        <source>A topic has at most {most} rules. Remove one first.</source>
        <translation>Ein Thema hat höchstens {most} Regeln. Entfernen Sie zuerst eine.</translation>
    </message>
    <message>
        <source>A topic has {fewest} or {most} grades, the lowest for what is not relevant, and these are {n}: {words}.</source>
        <translation>Ein Thema hat {fewest} oder {most} Stufen, die niedrigste für nicht Relevantes, und das sind {n}: {words}.</translation>
    </message>
    <message>
        <source>A trained network (ONNX file)</source>
        <translation>Ein trainiertes Netz (ONNX-Datei)</translation>
    </message>
    <message>
        <source>A4 pages with 20 images each.</source>
        <translation>A4-Seiten mit je 20 Bildern.</translation>
    </message>
    <message>
        <source>AVIF images cannot be read by this build of Pillow; install Pillow from PyPI</source>
        <translation>diese Ausgabe von Pillow kann keine AVIF-Bilder lesen; installieren Sie Pillow von PyPI</translation>
    </message>
    <message>
        <source>About Annotator</source>
        <translation>Über Annotator</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Actions and keys</source>
        <translation>Befehle und Tasten</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a feature set</source>
        <translation>Merkmalssatz hinzufügen</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>Datei hinzufügen…</translation>
    </message>
    <message>
        <source>Add a topic</source>
        <translation>Thema hinzufügen</translation>
    </message>
    <message>
        <source>Add a topic…</source>
        <translation>Thema hinzufügen…</translation>
    </message>
    <message>
        <source>Add their judgements</source>
        <translation>Beurteilungen hinzufügen</translation>
    </message>
    <message>
        <source>Add this key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>Add thumbnails to those of the desktop (Linux).</source>
        <translation>Vorschaubilder auch denen des Desktops hinzufügen (Linux).</translation>
    </message>
    <message>
        <source>Add to the project</source>
        <translation>Zum Projekt hinzufügen</translation>
    </message>
    <message>
        <source>Add topic</source>
        <translation>Thema hinzufügen</translation>
    </message>
    <message>
        <source>Add what a table, Camtrap DP or MegaDetector says of the images, to filter by it.</source>
        <translation>Was eine Tabelle, Camtrap DP oder MegaDetector über die Bilder sagt, zum Filtern hinzufügen.</translation>
    </message>
    <message>
        <source>Add what somebody else judged in a copy, and see how far you agree.</source>
        <translation>Hinzufügen, was jemand anderes in einer Kopie beurteilt hat, und sehen, wie weit Sie übereinstimmen.</translation>
    </message>
    <message>
        <source>Added coverage</source>
        <translation>Zusätzliche Abdeckung</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>Wird hinzugefügt…</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Weitere Angaben</translation>
    </message>
    <message>
        <source>After a judgement, go on to the next unlabelled image.</source>
        <translation>Nach einer Beurteilung zum nächsten unbeurteilten Bild weitergehen.</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>All dates</source>
        <translation>Alle Daten</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>All of this was added before; adding it again changes nothing.</source>
        <translation>Das alles wurde schon hinzugefügt; es noch einmal hinzuzufügen ändert nichts.</translation>
    </message>
    <message>
        <source>All remaining irrelevant</source>
        <translation>Alle übrigen irrelevant</translation>
    </message>
    <message>
        <source>All remaining relevant</source>
        <translation>Alle übrigen relevant</translation>
    </message>
    <message>
        <source>All remaining unsure</source>
        <translation>Alle übrigen unsicher</translation>
    </message>
    <message>
        <source>All rows have length 1.</source>
        <translation>Alle Zeilen haben die Länge 1.</translation>
    </message>
    <message>
        <source>All strategies</source>
        <translation>Alle Strategien</translation>
    </message>
    <message>
        <source>All that the ranking shows…</source>
        <translation>Alles, was die Rangliste zeigt…</translation>
    </message>
    <message>
        <source>All topics</source>
        <translation>Alle Themen</translation>
    </message>
    <message>
        <source>Allow and open</source>
        <translation>Erlauben und öffnen</translation>
    </message>
    <message>
        <source>Allowed: {domain}.</source>
        <translation>Erlaubt: {domain}.</translation>
    </message>
    <message>
        <source>Almost certainly not relevant</source>
        <translation>Fast sicher nicht relevant</translation>
    </message>
    <message>
        <source>Almost certainly relevant</source>
        <translation>Fast sicher relevant</translation>
    </message>
    <message numerus="yes">
        <source>Also %n image(s) that have a label</source>
        <translation>
            <numerusform>Auch %n Bild, das schon beurteilt ist</numerusform>
            <numerusform>Auch %n Bilder, die schon beurteilt sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Also list strategies that are not the best one on any collection of the benchmark</source>
        <translation>Auch Strategien auflisten, die auf keiner Sammlung des Vergleichs die besten sind</translation>
    </message>
    <message>
        <source>Alt and a digit judge, as digiKam&apos;s pick labels do: 3 accepted, 1 rejected, 2 pending, 0 none.</source>
        <translation>Alt und eine Ziffer beurteilen wie die Auswahlmarken von digiKam: 3 angenommen, 1 abgelehnt, 2 offen, 0 keine.</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>Amplitude</translation>
    </message>
    <message>
        <source>An annotation for every judged image, of its IIIF canvas if a manifest was imported.</source>
        <translation>Eine Annotation für jedes beurteilte Bild, an seinem IIIF-Canvas, wenn ein Manifest importiert wurde.</translation>
    </message>
    <message>
        <source>An earlier batch. You may change its labels; {key} returns to the newest.</source>
        <translation>Ein früherer Stapel. Sie können seine Beurteilungen ändern; {key} führt zum neuesten zurück.</translation>
    </message>
    <message>
        <source>An event is what one camera took in one folder without a longer pause, as camera traps do. One key judges all images of an event, whatever they show: open it if they differ.</source>
        <translation>Ein Ereignis ist, was eine Kamera in einem Ordner ohne längere Pause aufgenommen hat, wie bei Wildkameras. Eine Taste beurteilt alle Bilder eines Ereignisses, was immer sie zeigen: Öffnen Sie es, wenn sie sich unterscheiden.</translation>
    </message>
    <message>
        <source>An external example needs a name.</source>
        <translation>Ein externes Beispiel braucht einen Namen.</translation>
    </message>
    <message>
        <source>An image is</source>
        <translation>Ein Bild ist</translation>
    </message>
    <message>
        <source>An image is relevant to at most one of the topics ticked here; others are conflicts</source>
        <translation>Ein Bild ist für höchstens eines der hier angekreuzten Themen relevant; andere sind Konflikte</translation>
    </message>
    <message>
        <source>An image of a sample</source>
        <translation>Ein Bild einer Stichprobe</translation>
    </message>
    <message>
        <source>An image that is relevant to several topics: leave it out, write it to the first of them, or to every one.</source>
        <translation>Ein Bild, das für mehrere Themen relevant ist: auslassen, in das erste davon schreiben oder in jedes.</translation>
    </message>
    <message>
        <source>An occurrence for every relevant image, with its photos, as GBIF reads it.</source>
        <translation>Ein Vorkommen für jedes relevante Bild, mit seinen Fotos, wie GBIF es liest.</translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation>Annotator</translation>
    </message>
    <message>
        <source>Annotator project (*.annotator)</source>
        <translation>Annotator-Projekt (*.annotator)</translation>
    </message>
    <message>
        <source>Answers that improve the model most.</source>
        <translation>Antworten, die das Modell am meisten lehren.</translation>
    </message>
    <message>
        <source>Any day</source>
        <translation>Jeder Tag</translation>
    </message>
    <message>
        <source>Any label</source>
        <translation>Jede Beurteilung</translation>
    </message>
    <message>
        <source>Any round</source>
        <translation>Jede Runde</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivieren</translation>
    </message>
    <message>
        <source>Archive the topic</source>
        <translation>Thema archivieren</translation>
    </message>
    <message>
        <source>Archive the topic with all its judgements; it can be restored</source>
        <translation>Das Thema mit allen Beurteilungen archivieren; es lässt sich wiederherstellen</translation>
    </message>
    <message>
        <source>Archive the topic with its judgements; the panel Topics restores it.</source>
        <translation>Das Thema mit allem, was beurteilt wurde, weglegen; im Feld „Themen“ lässt es sich wiederherstellen.</translation>
    </message>
    <message>
        <source>Archived: {name}; the panel Topics restores it</source>
        <translation>Archiviert: {name}; im Feld „Themen“ lässt es sich wiederherstellen</translation>
    </message>
    <message>
        <source>Arrow keys move, Shift and arrows choose a range, Space chooses one, plus and minus zoom, Esc clears.</source>
        <translation>Pfeiltasten bewegen, Umschalt mit Pfeiltasten wählt einen Zeitraum, die Leertaste wählt einen Balken, Plus und Minus vergrößern und verkleinern, Esc hebt die Auswahl auf.</translation>
    </message>
    <message>
        <source>As JSON instead of a text with one tag per line.</source>
        <translation>Als JSON statt als Text mit einem Schlagwort je Zeile.</translation>
    </message>
    <message>
        <source>Ask about all again</source>
        <translation>Wieder nach allen fragen</translation>
    </message>
    <message>
        <source>Ask about representative images</source>
        <translation>Nach Bildern fragen, die für viele stehen</translation>
    </message>
    <message>
        <source>Ask about the least certain batch</source>
        <translation>Fragen, was zusammen am unsichersten ist</translation>
    </message>
    <message>
        <source>Ask about the most informative batch</source>
        <translation>Fragen, was zusammen am meisten verrät</translation>
    </message>
    <message>
        <source>Ask about the most informative images</source>
        <translation>Fragen, was am meisten verrät</translation>
    </message>
    <message>
        <source>Ask about typical undecided images</source>
        <translation>Nach typischen unentschiedenen Bildern fragen</translation>
    </message>
    <message>
        <source>Ask about uncertain images</source>
        <translation>Nach zweifelhaften Bildern fragen</translation>
    </message>
    <message>
        <source>Ask only about images for which this holds, e.g. year == 2024 and sharpness &gt; 80.</source>
        <translation>Nur nach Bildern fragen, für die das gilt, z. B. year == 2024 and sharpness &gt; 80.</translation>
    </message>
    <message>
        <source>Ask only about these</source>
        <translation>Nur nach diesen fragen</translation>
    </message>
    <message>
        <source>Ask what is least known together</source>
        <translation>Fragen, was zusammen am wenigsten bekannt ist</translation>
    </message>
    <message>
        <source>Ask what the model does not know</source>
        <translation>Fragen, was das Modell nicht weiß</translation>
    </message>
    <message>
        <source>Ask what the model does not know, without redundancy</source>
        <translation>Fragen, was das Modell nicht weiß, jedes Bild etwas anderes</translation>
    </message>
    <message>
        <source>Ask where a guess would be least certain</source>
        <translation>Fragen, wo Raten am unsichersten wäre</translation>
    </message>
    <message>
        <source>Ask where it is undecided</source>
        <translation>Fragen, wo es unentschieden ist</translation>
    </message>
    <message>
        <source>Ask where mistakes are expected</source>
        <translation>Fragen, wo Fehler zu erwarten sind</translation>
    </message>
    <message>
        <source>Ask where models disagree</source>
        <translation>Fragen, wo Modelle uneins sind</translation>
    </message>
    <message>
        <source>Ask where the model is unsure</source>
        <translation>Fragen, wo das Modell unsicher ist</translation>
    </message>
    <message>
        <source>Ask where the model is unsure, balancing labels</source>
        <translation>Fragen, wo das Modell unsicher ist, beide Antworten gleich oft</translation>
    </message>
    <message>
        <source>Ask where the model is unsure, each image different</source>
        <translation>Fragen, wo das Modell unsicher ist, jedes Bild anders</translation>
    </message>
    <message>
        <source>Ask where the model is unsure, one image per group</source>
        <translation>Fragen, wo das Modell unsicher ist, ein Bild pro Gruppe</translation>
    </message>
    <message>
        <source>Asked only about: {condition}</source>
        <translation>Gefragt wird nur nach: {condition}</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>Das Modell wird gefragt…</translation>
    </message>
    <message>
        <source>Asks about the most informative images, so few judgements sort the whole collection; the best choice to start with.</source>
        <translation>Fragt, was das Modell am meisten lehrt, sodass wenige Beurteilungen die ganze Sammlung ordnen; für den Anfang die beste Wahl.</translation>
    </message>
    <message>
        <source>Assign other keys, or those of another program.</source>
        <translation>Andere Tasten wählen, oder die eines anderen Programms.</translation>
    </message>
    <message>
        <source>Assumes that a second look with another strategy and at excluded images follows, as that procedure asks.</source>
        <translation>Setzt voraus, dass ein zweiter Blick mit einer anderen Strategie und auf ausgeschlossene Bilder folgt, wie es das Verfahren verlangt.</translation>
    </message>
    <message>
        <source>Assumes that images were drawn at random since some past moment; a search that works draws relevant ones first, which makes it cautious, and the many moments tested make it bold.</source>
        <translation>Setzt voraus, dass die Bilder seit einem früheren Zeitpunkt zufällig gezogen wurden; eine erfolgreiche Suche zieht relevante zuerst, was den Test vorsichtig macht, und die vielen geprüften Zeitpunkte machen ihn kühn.</translation>
    </message>
    <message>
        <source>Assumes that the images judged last were the ones most likely to be relevant; batches that explore or learn break it.</source>
        <translation>Setzt voraus, dass die zuletzt beurteilten Bilder am wahrscheinlichsten relevant waren; Stapel, die erkunden oder lernen, widersprechen dem.</translation>
    </message>
    <message>
        <source>Assumes that the most relevant images come first and that the yield drops only once; meant for large reviews.</source>
        <translation>Setzt voraus, dass die relevantesten zuerst kommen und der Ertrag einmal und endgültig sinkt; für große Durchsichten gemacht.</translation>
    </message>
    <message>
        <source>At least {recall} % of the relevant images are found for certain: hardly any image is left.</source>
        <translation>Mindestens {recall} % der relevanten Bilder sind sicher gefunden: Es ist kaum noch ein Bild übrig.</translation>
    </message>
    <message>
        <source>At least {share} % are certain now. {cost}</source>
        <translation>Sicher sind jetzt mindestens {share} %. {cost}</translation>
    </message>
    <message>
        <source>Auto advance</source>
        <translation>Automatisch weiter</translation>
    </message>
    <message>
        <source>Auto next</source>
        <translation>Automatisch nächster Stapel</translation>
    </message>
    <message>
        <source>Average precision when each of {judged} judgements is predicted from all others; 1 is best. Judged images are no random sample, so small differences mean nothing.</source>
        <translation>Mittlere Genauigkeit, wenn jede von {judged} Bewertungen aus allen anderen vorhergesagt wird; 1 ist am besten. Bewertete Bilder sind keine Zufallsstichprobe, kleine Unterschiede bedeuten also nichts.</translation>
    </message>
    <message>
        <source>BGR</source>
        <translation>BGR</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the default: {value}</source>
        <translation>Zurück zur Voreinstellung: {value}</translation>
    </message>
    <message>
        <source>Back to the images</source>
        <translation>Zurück zu den Bildern</translation>
    </message>
    <message>
        <source>Back to the usual order</source>
        <translation>Zurück zur üblichen Reihenfolge</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Backups and health</source>
        <translation>Sicherungen und Zustand</translation>
    </message>
    <message>
        <source>Backups and health…</source>
        <translation>Sicherungen und Zustand…</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Ausgleich</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>Grundlage</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Stapelgröße</translation>
    </message>
    <message>
        <source>Batch to judge</source>
        <translation>Stapel zum Beurteilen</translation>
    </message>
    <message>
        <source>Batches chosen so far</source>
        <translation>Bisher gewählte Stapel</translation>
    </message>
    <message>
        <source>Because of</source>
        <translation>Wegen</translation>
    </message>
    <message>
        <source>Before round 1</source>
        <translation>Vor Runde 1</translation>
    </message>
    <message>
        <source>Begin a topic with what was learned in another collection.</source>
        <translation>Ein Thema mit dem beginnen, was in einer anderen Sammlung gelernt wurde.</translation>
    </message>
    <message>
        <source>Beside images</source>
        <translation>Neben den Bildern</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>Best images</source>
        <translation>Beste Bilder</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <source>Blind mode</source>
        <translation>Blindmodus</translation>
    </message>
    <message>
        <source>Blind mode is on: the predictions of the model are hidden.</source>
        <translation>Der Blindmodus ist eingeschaltet: Die Vorhersagen des Modells sind verborgen.</translation>
    </message>
    <message>
        <source>Blind mode: predictions are hidden</source>
        <translation>Blindmodus: Vorhersagen sind verborgen</translation>
    </message>
    <message>
        <source>Borderline images examined per image of the batch.</source>
        <translation>Grenzfälle, die pro Bild des Stapels untersucht werden.</translation>
    </message>
    <message>
        <source>Bring judgements of another person</source>
        <translation>Beurteilungen einer anderen Person holen</translation>
    </message>
    <message>
        <source>Bring judgements of another person…</source>
        <translation>Beurteilungen einer anderen Person holen…</translation>
    </message>
    <message>
        <source>Bring the project up to date</source>
        <translation>Projekt auf den neuesten Stand bringen</translation>
    </message>
    <message>
        <source>Browse for {lower}</source>
        <translation>Durchsuchen: {lower}</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Vorrat an Beurteilungen</translation>
    </message>
    <message>
        <source>Built-in: color, texture and shape</source>
        <translation>Eingebaut: Farbe, Textur und Form</translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>Bursts and near-duplicates</source>
        <translation>Serien und fast gleiche Bilder</translation>
    </message>
    <message>
        <source>By date taken</source>
        <translation>Nach Aufnahmezeit</translation>
    </message>
    <message>
        <source>By file name</source>
        <translation>Nach Dateiname</translation>
    </message>
    <message>
        <source>By folder and name</source>
        <translation>Nach Ordner und Name</translation>
    </message>
    <message>
        <source>By label</source>
        <translation>Nach Beurteilung</translation>
    </message>
    <message>
        <source>By rank, by path, or for review: relevant ones as they were found, unlabelled ones by rank, irrelevant ones.</source>
        <translation>Nach Rang, nach Pfad oder zur Durchsicht: relevante, wie sie gefunden wurden, dann unbewertete nach Rang, dann irrelevante.</translation>
    </message>
    <message>
        <source>CVAT for images 1.1</source>
        <translation>CVAT for images 1.1</translation>
    </message>
    <message>
        <source>CVAT for images 1.1, with one tag per judged image.</source>
        <translation>CVAT for images 1.1 mit einem Tag je bewertetem Bild.</translation>
    </message>
    <message>
        <source>Caches emptied, {size} MB freed</source>
        <translation>Zwischenspeicher geleert, {size} MB frei geworden</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Central images of groups of uncertain ones: k-means of the most uncertain images, weighted by uncertainty.</source>
        <translation>Bilder in der Mitte von Gruppen unsicherer: k-Means unter den unsichersten, je schwerer, desto mehr.</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Gewissheit</translation>
    </message>
    <message numerus="yes">
        <source>Certified only for the {images:,} images that were there when random images were drawn: at least {recall} % of the relevant ones are found, with {confidence} % confidence, by {n} random image(s).</source>
        <translation>
            <numerusform>Nur für die {images:,} Bilder bescheinigt, die schon da waren, als zufällige Bilder gezogen wurden: Mit {confidence} % Sicherheit sind mindestens {recall} % der relevanten gefunden, nach {n} zufälligem Bild.</numerusform>
            <numerusform>Nur für die {images:,} Bilder bescheinigt, die schon da waren, als zufällige Bilder gezogen wurden: Mit {confidence} % Sicherheit sind mindestens {recall} % der relevanten gefunden, nach {n} zufälligen Bildern.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Certified: at least {recall} % of the relevant images are found, with {confidence} % confidence, by {n} random image(s). It holds whenever you look.</source>
        <translation>
            <numerusform>Bescheinigt: Mit {confidence} % Sicherheit sind mindestens {recall} % der relevanten Bilder gefunden, nach {n} zufälligen Bild. Das gilt, wann immer Sie nachsehen.</numerusform>
            <numerusform>Bescheinigt: Mit {confidence} % Sicherheit sind mindestens {recall} % der relevanten Bilder gefunden, nach {n} zufälligen Bildern. Das gilt, wann immer Sie nachsehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Certify</source>
        <translation>Bescheinigen</translation>
    </message>
    <message numerus="yes">
        <source>Certify: judge %n random image(s)</source>
        <translation>
            <numerusform>Bescheinigen: %n zufälliges Bild beurteilen</numerusform>
            <numerusform>Bescheinigen: %n zufällige Bilder beurteilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>Zufall</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>Tasten ändern</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>Change the name of the topic.</source>
        <translation>Den Namen des Themas ändern.</translation>
    </message>
    <message>
        <source>Change the predicted grades most</source>
        <translation>Die vorhergesagten Noten am meisten ändern</translation>
    </message>
    <message>
        <source>Change the ranking most</source>
        <translation>Die Rangliste am meisten ändern</translation>
    </message>
    <message>
        <source>Change the rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Changed my mind</source>
        <translation>Anders entschieden</translation>
    </message>
    <message>
        <source>Changes are counted to this power: above 1, large ones more.</source>
        <translation>Änderungen zählen mit dieser Potenz: über 1 zählen große mehr.</translation>
    </message>
    <message>
        <source>Changes in the image folder</source>
        <translation>Änderungen im Bilderordner</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Check at random</source>
        <translation>Zufällig prüfen</translation>
    </message>
    <message>
        <source>Check by chance</source>
        <translation>Stichprobe prüfen</translation>
    </message>
    <message>
        <source>Check my labels</source>
        <translation>Meine Beurteilungen prüfen</translation>
    </message>
    <message>
        <source>Check that these are the right images.</source>
        <translation>Prüfen Sie, ob es die richtigen Bilder sind.</translation>
    </message>
    <message>
        <source>Check the project for damage and restore a backup.</source>
        <translation>Das Projekt auf Schäden prüfen und eine Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>Check what was missed</source>
        <translation>Prüfen, was übersehen wurde</translation>
    </message>
    <message>
        <source>Choose an action first.</source>
        <translation>Wählen Sie zuerst einen Befehl.</translation>
    </message>
    <message>
        <source>Choose an image to see similar images.</source>
        <translation>Wählen Sie ein Bild, um ähnliche Bilder zu sehen.</translation>
    </message>
    <message>
        <source>Choose an image to see what is known about it.</source>
        <translation>Wählen Sie ein Bild, um zu sehen, was darüber bekannt ist.</translation>
    </message>
    <message>
        <source>Choose an image to see why it was proposed and what the model predicts.</source>
        <translation>Wählen Sie ein Bild, um zu sehen, warum es vorgeschlagen wurde und was das Modell vorhersagt.</translation>
    </message>
    <message>
        <source>Choose folders, dates or labels in the panel Filter first.</source>
        <translation>Wählen Sie zuerst Ordner, Daten oder Beurteilungen im Bereich „Filter“.</translation>
    </message>
    <message>
        <source>Choose how far to go back, or forward again. Nothing is lost by it.</source>
        <translation>Wählen Sie, wie weit es zurück oder wieder vorwärts gehen soll. Dabei geht nichts verloren.</translation>
    </message>
    <message>
        <source>Choose it in the layout of the file</source>
        <translation>Wählen Sie das im Aufbau der Datei</translation>
    </message>
    <message>
        <source>Choose one in the layout of the file</source>
        <translation>Wählen Sie eines im Aufbau der Datei</translation>
    </message>
    <message>
        <source>Choose one in the layout of the file, or call the right ones &apos;features&apos; and &apos;filenames&apos;</source>
        <translation>Wählen Sie eines im Aufbau der Datei, oder nennen Sie die richtigen „features“ und „filenames“</translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation>Wählen Sie eine.</translation>
    </message>
    <message>
        <source>Choose only among this many of the highest ranked images; auto is all.</source>
        <translation>Nur unter so vielen Bildern wählen, den höchstplatzierten; automatisch sind es alle.</translation>
    </message>
    <message>
        <source>Choose the file of a network that turns images into vectors.</source>
        <translation>Wählen Sie die Datei eines Netzes, das aus Bildern Vektoren macht.</translation>
    </message>
    <message>
        <source>Choose the first batch</source>
        <translation>Ersten Stapel auswählen</translation>
    </message>
    <message>
        <source>Choose the folder of a CLIP or SigLIP in the ONNX format. Words then search its features.</source>
        <translation>Wählen Sie den Ordner eines CLIP oder SigLIP im ONNX-Format. Wörter durchsuchen dann seine Merkmale.</translation>
    </message>
    <message>
        <source>Choose the folder that holds the images.</source>
        <translation>Wählen Sie den Ordner mit den Bildern.</translation>
    </message>
    <message>
        <source>Choose the network, or a file with its features.</source>
        <translation>Wählen Sie das Netz oder eine Datei mit seinen Merkmalen.</translation>
    </message>
    <message>
        <source>Choose the next batch when the last image is judged.</source>
        <translation>Den nächsten Stapel wählen, wenn das letzte Bild beurteilt ist.</translation>
    </message>
    <message>
        <source>Choose the next images to judge; unlabeled images stay unlabeled.</source>
        <translation>Die nächsten Bilder zum Beurteilen wählen; Unbeurteiltes bleibt so.</translation>
    </message>
    <message>
        <source>Choose the runs</source>
        <translation>Runs wählen</translation>
    </message>
    <message>
        <source>Choose the strategy, the batch size and the model settings.</source>
        <translation>Wählen, wie und wie viele Bilder als Nächstes bestimmt werden und wie das Modell lernt.</translation>
    </message>
    <message>
        <source>Choose where the project is stored.</source>
        <translation>Wählen Sie, wo das Projekt gespeichert wird.</translation>
    </message>
    <message>
        <source>Choose which image facts this project shows.</source>
        <translation>Auswählen, welche Angaben zu Bildern dieses Projekt zeigt.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choosing the first batch…</source>
        <translation>Der erste Stapel wird gewählt…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Clear label</source>
        <translation>Beurteilung entfernen</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Clear the filter and show all judgements</source>
        <translation>Filter aufheben und alle Beurteilungen zeigen</translation>
    </message>
    <message>
        <source>Clear the label of the selected images.</source>
        <translation>Den ausgewählten Bildern die Beurteilung nehmen.</translation>
    </message>
    <message>
        <source>Click to change what the next images are chosen for.</source>
        <translation>Klicken Sie, um zu ändern, wofür die nächsten Bilder gewählt werden.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>Close the large image.</source>
        <translation>Das große Bild verlassen.</translation>
    </message>
    <message>
        <source>Close the project; everything is stored already.</source>
        <translation>Das Projekt schließen; alles ist schon gespeichert.</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Cluster {number}</source>
        <translation>Cluster {number}</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Clusters: {count}, with a judged image: {judged}, with a relevant one: {relevant}</source>
        <translation>Cluster: {count}, mit beurteiltem Bild: {judged}, mit relevantem: {relevant}</translation>
    </message>
    <message>
        <source>Coach</source>
        <translation>Begleiter</translation>
    </message>
    <message>
        <source>Cohen&apos;s kappa</source>
        <translation>Cohens Kappa</translation>
    </message>
    <message>
        <source>Collect first</source>
        <translation>Zuerst sammeln</translation>
    </message>
    <message>
        <source>Collect likely relevant images and learn in the same batch; the slider sets the ratio.</source>
        <translation>Im selben Stapel sammeln, was relevant scheint, und lernen; der Regler bestimmt, wie viel wovon.</translation>
    </message>
    <message>
        <source>Colors</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colors of the system</source>
        <translation>Farben des Systems</translation>
    </message>
    <message>
        <source>Colors of the window.</source>
        <translation>Farben des Fensters.</translation>
    </message>
    <message>
        <source>Column with the &amp;image</source>
        <translation>Spalte mit dem &amp;Bild</translation>
    </message>
    <message>
        <source>Column with the &amp;label</source>
        <translation>Spalte mit dem &amp;Label</translation>
    </message>
    <message>
        <source>Column with the image</source>
        <translation>Spalte mit dem Bild</translation>
    </message>
    <message>
        <source>Column with the label</source>
        <translation>Spalte mit dem Label</translation>
    </message>
    <message>
        <source>Columns: </source>
        <translation>Spalten: </translation>
    </message>
    <message>
        <source>Columns: rank (from 1), score (higher is more relevant), std (how uncertain the score is), probability, and judged, unlabelled, relevant, irrelevant, unsure, disputed, example, featured, pooled, selected (on the map), judge == &apos;Ben&apos; (who gave the label), and the metadata of the images, such as time &gt;= &apos;2024-05&apos;, folder(&apos;2019&apos;) or file_size &gt; 1e6; relevant(&apos;birds&apos;) asks about another topic. Combine with and, or, not.</source>
        <translation>Spalten: rank (ab 1), score (höher ist relevanter), std (wie unsicher der Wert ist), probability sowie judged, unlabelled, relevant, irrelevant, unsure, disputed, example, featured, pooled, selected (auf der Karte), judge == &apos;Ben&apos; (von wem das Label ist) und die Metadaten der Bilder, etwa time &gt;= &apos;2024-05&apos;, folder(&apos;2019&apos;) oder file_size &gt; 1e6; relevant(&apos;birds&apos;) fragt nach einem anderen Thema. Verbinden Sie sie mit and, or, not.</translation>
    </message>
    <message>
        <source>Combine several strategies</source>
        <translation>Mehrere Wege der Auswahl verbinden</translation>
    </message>
    <message>
        <source>Command, topic or project</source>
        <translation>Befehl, Thema oder Projekt</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare images by their features only, until the project is opened again.</source>
        <translation>Bilder nur nach ihren Merkmalen vergleichen, bis das Projekt wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Compare several feature files of the same images, and switch between them.</source>
        <translation>Merkmale derselben Bilder vergleichen und andere verwenden.</translation>
    </message>
    <message>
        <source>Compare two selected images, or one with its nearest relevant images; press again to return.</source>
        <translation>Zwei ausgewählte Bilder nebeneinander; eines neben den nächsten beurteilten relevanten; noch einmal für nur eines.</translation>
    </message>
    <message>
        <source>Comparing all images with {name}…</source>
        <translation>Alle Bilder werden mit {name} verglichen…</translation>
    </message>
    <message>
        <source>Comparing the images with those of the saved topic…</source>
        <translation>Die Bilder werden mit denen des gespeicherten Themas verglichen…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleiche…</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Berechnen</translation>
    </message>
    <message>
        <source>Compute both again, or use a feature file without tiles.</source>
        <translation>Berechnen Sie beide neu, oder verwenden Sie eine Merkmalsdatei ohne Kacheln.</translation>
    </message>
    <message>
        <source>Compute features</source>
        <translation>Merkmale berechnen</translation>
    </message>
    <message>
        <source>Compute features whose encoder is recorded, in the dialog for a new project, and use them: Project &gt; Feature sets….</source>
        <translation>Berechnen Sie im Dialog für ein neues Projekt Merkmale, deren Encoder vermerkt ist, und verwenden Sie diese: Projekt &gt; Merkmalssätze ….</translation>
    </message>
    <message>
        <source>Compute them in the dialog for a new project, and use that file: Project &gt; Feature sets….</source>
        <translation>Berechnen Sie sie im Dialog für ein neues Projekt, und verwenden Sie diese Datei: Projekt &gt; Merkmalssätze ….</translation>
    </message>
    <message>
        <source>Computing features</source>
        <translation>Merkmale berechnen</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>Condition on the scores</source>
        <translation>Bedingung an die Werte</translation>
    </message>
    <message>
        <source>Condition, e.g.  {example}</source>
        <translation>Bedingung, z. B.  {example}</translation>
    </message>
    <message>
        <source>Condition: {condition}</source>
        <translation>Bedingung: {condition}</translation>
    </message>
    <message>
        <source>Conflicts of exclusive topics ({count})</source>
        <translation>Konflikte sich ausschließender Themen ({count})</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>Kontaktabzug</translation>
    </message>
    <message>
        <source>Contact sheet as PDF</source>
        <translation>Kontaktabzug als PDF</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Continue computing</source>
        <translation>Weiter berechnen</translation>
    </message>
    <message>
        <source>Continue working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message numerus="yes">
        <source>Copied the paths of %n image(s)</source>
        <translation>
            <numerusform>Pfad von %n Bild kopiert</numerusform>
            <numerusform>Pfade von %n Bildern kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the images, or link to them, which takes no space: hard links where the drive has them, symbolic links as long as the images stay in place. A program that changes a linked file changes the image.</source>
        <translation>Die Bilder kopieren oder auf sie verweisen, was keinen Platz braucht: Hardlinks, wo das Laufwerk sie kennt, symbolische Links, solange die Bilder bleiben, wo sie sind. Ein Programm, das eine verknüpfte Datei ändert, ändert das Bild.</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy the paths of the selected images, one per line.</source>
        <translation>Die Pfade der ausgewählten Bilder kopieren, einer pro Zeile.</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Copy to write</source>
        <translation>Kopie, die geschrieben wird</translation>
    </message>
    <message>
        <source>Copy what happened: {title}</source>
        <translation>Kopieren, was geschah: {title}</translation>
    </message>
    <message>
        <source>Corrected for chance; 1 is full agreement, 0 is that of chance:</source>
        <translation>Um den Zufall bereinigt; 1 ist volle Übereinstimmung, 0 die des Zufalls:</translation>
    </message>
    <message>
        <source>Could go either way</source>
        <translation>Könnte beides sein</translation>
    </message>
    <message>
        <source>Cover the collection: each pick most increases the kernel similarity of a sample to its nearest judged image.</source>
        <translation>Die Sammlung abdecken: Jede Wahl erhöht am meisten die Kernähnlichkeit einer Stichprobe zu ihrem nächsten beurteilten Bild.</translation>
    </message>
    <message>
        <source>Covered images</source>
        <translation>Abgedeckte Bilder</translation>
    </message>
    <message>
        <source>Create an intact project next to this one, from it, its backups and its logs</source>
        <translation>Legt neben diesem ein heiles Projekt an, aus ihm, seinen Sicherungen und seinen Protokollen</translation>
    </message>
    <message>
        <source>Created from: {base}.</source>
        <translation>Erstellt aus: {base}.</translation>
    </message>
    <message>
        <source>Criteria</source>
        <translation>Kriterien</translation>
    </message>
    <message>
        <source>Criteria of “{topic}”</source>
        <translation>Kriterien von „{topic}“</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>Kriterium</translation>
    </message>
    <message>
        <source>Current batch</source>
        <translation>Aktueller Stapel</translation>
    </message>
    <message>
        <source>Current image</source>
        <translation>Aktuelles Bild</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Data set of the names</source>
        <translation>Datensatz der Namen</translation>
    </message>
    <message>
        <source>Date taken</source>
        <translation>Aufnahmedatum</translation>
    </message>
    <message>
        <source>Date: {period}</source>
        <translation>Datum: {period}</translation>
    </message>
    <message>
        <source>Dates, cameras and sizes are still being read from the images.</source>
        <translation>Datum, Kamera und Größe werden noch aus den Bildern gelesen.</translation>
    </message>
    <message>
        <source>Decides which images go to which part; the same seed gives the same parts.</source>
        <translation>Entscheidet, welche Bilder in welchen Teil kommen; derselbe Startwert gibt dieselben Teile.</translation>
    </message>
    <message>
        <source>Decode apart</source>
        <translation>Getrennt dekodieren</translation>
    </message>
    <message>
        <source>Decode images in separate processes: for images from unknown sources; somewhat slower.</source>
        <translation>Bilder in eigenen Prozessen dekodieren: für Bilder aus unbekannten Quellen; etwas langsamer.</translation>
    </message>
    <message>
        <source>Default: {value}.</source>
        <translation>Voreinstellung: {value}.</translation>
    </message>
    <message>
        <source>Delete thumbnails and stored computations of the model from the disk; they are made again when needed.</source>
        <translation>Vorschaubilder und gespeicherte Berechnungen des Modells von der Platte löschen; sie werden neu gemacht, wenn sie gebraucht werden.</translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation>Kamerastandorte</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Describe the layout of the feature file</source>
        <translation>Den Aufbau der Merkmalsdatei angeben</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Details of: {title}</source>
        <translation>Einzelheiten zu: {title}</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten…</translation>
    </message>
    <message>
        <source>Difference from judged images, and uncertainty</source>
        <translation>Unterschied zu beurteilten Bildern und Unsicherheit</translation>
    </message>
    <message>
        <source>Different images that could go either way, when relevant and irrelevant images look similar.</source>
        <translation>Unterschiedliche Bilder, die beides sein könnten, wenn sich relevante und irrelevante sehr ähneln.</translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation>Ausbreitung</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation>Uneinigkeit</translation>
    </message>
    <message>
        <source>Discount judgements that the others contradict, in the ranking only: soft and hard move them, weights trusts them less.</source>
        <translation>An Beurteilungen zweifeln, denen die anderen widersprechen, nur in der Rangliste: weich und hart verschieben sie, Gewichte trauen ihnen weniger.</translation>
    </message>
    <message>
        <source>Disk space for the thumbnail cache; 0 keeps none.</source>
        <translation>Plattenplatz für den Zwischenspeicher der Vorschaubilder; 0 behält keine.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Disputed images</source>
        <translation>Strittige Bilder</translation>
    </message>
    <message>
        <source>Dissimilar images with a high score (maximal marginal relevance).</source>
        <translation>Bilder mit hohem Wert, die sich nicht ähneln (maximal marginal relevance).</translation>
    </message>
    <message>
        <source>Distance from the boundary</source>
        <translation>Abstand zur Grenze</translation>
    </message>
    <message>
        <source>Distance from the boundary, in standard deviations</source>
        <translation>Abstand zur Grenze in Standardabweichungen</translation>
    </message>
    <message>
        <source>Distance to judged images</source>
        <translation>Abstand zu beurteilten Bildern</translation>
    </message>
    <message numerus="yes">
        <source>Do %n step(s) again</source>
        <translation>
            <numerusform>%n Schritt wiederholen</numerusform>
            <numerusform>%n Schritte wiederholen</numerusform>
        </translation>
    </message>
    <message>
        <source>Do not stack</source>
        <translation>Nicht gruppieren</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>Zweifel</translation>
    </message>
    <message>
        <source>Doubt left in the collection</source>
        <translation>Verbleibender Zweifel in der Sammlung</translation>
    </message>
    <message>
        <source>Doubtful images</source>
        <translation>Zweifelhafte Bilder</translation>
    </message>
    <message>
        <source>Drag around images to select them; a judgement then applies to all. Wheel: zoom. Right button: move.</source>
        <translation>Bilder mit der Maus umfahren wählt sie aus; eine Beurteilung gilt dann für alle. Mausrad: vergrößern. Rechte Taste: verschieben.</translation>
    </message>
    <message numerus="yes">
        <source>Draw %n image(s)</source>
        <translation>
            <numerusform>%n Bild ziehen</numerusform>
            <numerusform>%n Bilder ziehen</numerusform>
        </translation>
    </message>
    <message>
        <source>Draw a random sample</source>
        <translation>Zufallsstichprobe ziehen</translation>
    </message>
    <message>
        <source>Draw a random sample…</source>
        <translation>Zufallsstichprobe ziehen…</translation>
    </message>
    <message>
        <source>Draw a rectangle around a part of the large image, to use it as an example.</source>
        <translation>Ein Rechteck um einen Teil des großen Bildes ziehen, der als Beispiel dient.</translation>
    </message>
    <message>
        <source>Draw a rectangle around what you are looking for. Esc: back</source>
        <translation>Ziehen Sie ein Rechteck um das, was Sie suchen. Esc: zurück</translation>
    </message>
    <message>
        <source>Draw images with known probabilities, which are the scores, to estimate how many relevant ones are left.</source>
        <translation>Bilder mit bekannten Wahrscheinlichkeiten ziehen, um zu schätzen, wie viele relevante übrig sind. Der Wert ist die Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>Draw images with probability proportional to a power of their score, which diversifies a batch at no cost.</source>
        <translation>Bilder mit Aussichten ziehen, die einer Potenz ihres Werts entsprechen; das streut einen Stapel ohne Mehraufwand.</translation>
    </message>
    <message>
        <source>Draw the better ones more often</source>
        <translation>Die besseren öfter ziehen</translation>
    </message>
    <message>
        <source>Drawing a random sample…</source>
        <translation>Eine Zufallsstichprobe wird gezogen…</translation>
    </message>
    <message>
        <source>Drawn relevance</source>
        <translation>Gezogene Relevanz</translation>
    </message>
    <message>
        <source>Dropped files that were not used:</source>
        <translation>Nicht verwendete abgelegte Dateien:</translation>
    </message>
    <message>
        <source>Earlier batch</source>
        <translation>Früherer Stapel</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>Kante</translation>
    </message>
    <message>
        <source>Edge of the square that the network sees.</source>
        <translation>Kante des Quadrats, das das Netz sieht.</translation>
    </message>
    <message>
        <source>Edge of the thumbnails in the ranking, in pixels.</source>
        <translation>Kantenlänge der Vorschaubilder in der Rangliste, in Pixeln.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0, the encoder of images,</source>
        <translation>EfficientNet-Lite0, das Netz, das Bilder beschreibt,</translation>
    </message>
    <message>
        <source>Either these are features of other images, or another folder is the image folder.</source>
        <translation>Entweder gehören die Merkmale zu anderen Bildern, oder der Bilderordner ist ein anderer.</translation>
    </message>
    <message>
        <source>Empty the caches</source>
        <translation>Zwischenspeicher leeren</translation>
    </message>
    <message>
        <source>Enable or disable third-party strategies and formats for this project.</source>
        <translation>Strategien und Formate von anderen für dieses Projekt ein- oder ausschalten.</translation>
    </message>
    <message>
        <source>Encoder of the images</source>
        <translation>Encoder der Bilder</translation>
    </message>
    <message>
        <source>English words, e.g. glass bottle; street + night - snow adds and subtracts. Empty shows no preference.</source>
        <translation>Englische Wörter, z. B. glass bottle; street + night - snow zählt dazu und ab. Ein leeres Feld beendet die Suche mit Wörtern.</translation>
    </message>
    <message>
        <source>Enlarge the image; press again to return.</source>
        <translation>Das Bild groß zeigen; noch einmal führt zurück.</translation>
    </message>
    <message>
        <source>Enter shows an image; the judgement keys judge what is selected again, as one step.</source>
        <translation>Enter zeigt ein Bild; die Tasten zum Beurteilen beurteilen das Ausgewählte neu, als einen Schritt.</translation>
    </message>
    <message>
        <source>Enter the name of the person.</source>
        <translation>Geben Sie den Namen der Person ein.</translation>
    </message>
    <message>
        <source>Entropy per image, in nats, that may be lost for speed; 0 searches exactly.</source>
        <translation>Entropie pro Bild, in Nat, die für Schnelligkeit aufgegeben werden darf; 0 sucht genau.</translation>
    </message>
    <message>
        <source>Estimated share of its votes that are right, with the interval that holds it with 95 % probability</source>
        <translation>Geschätzter Anteil ihrer Stimmen, die richtig sind, mit dem Intervall, in dem er mit 95 % Wahrscheinlichkeit liegt</translation>
    </message>
    <message>
        <source>Events of a camera…</source>
        <translation>Ereignisse einer Kamera…</translation>
    </message>
    <message>
        <source>Every grade needs a word of its own: {words}.</source>
        <translation>Jede Stufe braucht ein eigenes Wort: {words}.</translation>
    </message>
    <message>
        <source>Every image has a label.</source>
        <translation>Alle Bilder sind beurteilt.</translation>
    </message>
    <message>
        <source>Every image is chosen to teach the model.</source>
        <translation>Jedes Bild wird gewählt, um das Modell zu lehren.</translation>
    </message>
    <message>
        <source>Every image is judged.</source>
        <translation>Alle Bilder sind beurteilt.</translation>
    </message>
    <message>
        <source>Every image is one that seems relevant.</source>
        <translation>Jedes Bild ist eines, das relevant scheint.</translation>
    </message>
    <message>
        <source>Every image of the batch is judged.</source>
        <translation>Jedes Bild des Stapels ist beurteilt.</translation>
    </message>
    <message>
        <source>Every image of the cluster has a label.</source>
        <translation>Jedes Bild des Clusters hat eine Beurteilung.</translation>
    </message>
    <message>
        <source>Every image that fulfills the filter of the topic has been judged.</source>
        <translation>Alle Bilder, auf die der Filter des Themas zutrifft, sind beurteilt.</translation>
    </message>
    <message>
        <source>Every image with features has been judged.</source>
        <translation>Alle Bilder mit Merkmalen sind beurteilt.</translation>
    </message>
    <message>
        <source>Every image with its label, score and rank, for spreadsheets and scripts.</source>
        <translation>Jedes Bild mit Beurteilung, Wert und Rang, für Tabellenprogramme und Skripte.</translation>
    </message>
    <message>
        <source>Every judgement with the probability that the others give it, in cleanlab&apos;s columns.</source>
        <translation>Jede Bewertung mit der Wahrscheinlichkeit, die ihr die anderen geben, in den Spalten von cleanlab.</translation>
    </message>
    <message>
        <source>Every name occurs more than once, so it is not clear which row is meant: each image needs one row.</source>
        <translation>Jeder Name kommt mehrmals vor, daher ist nicht klar, welche Zeile gemeint ist: Jedes Bild braucht genau eine Zeile.</translation>
    </message>
    <message>
        <source>Everything on the number pad: 3 relevant, 1 irrelevant, 2 unsure, 0 none; 4 and 6 move, Enter goes on.</source>
        <translation>Alles auf dem Ziffernblock: 3 relevant, 1 irrelevant, 2 unsicher, 0 keine; 4 und 6 bewegen, die Eingabetaste geht weiter.</translation>
    </message>
    <message>
        <source>Everything the search is based on, in one archive that &apos;annotator verify&apos; checks and recomputes.</source>
        <translation>Alles, worauf die Suche beruht, in einem Archiv, das „annotator verify“ prüft und nachrechnet.</translation>
    </message>
    <message>
        <source>Everything under the left hand, on letters that are in the same place on all keyboards.</source>
        <translation>Alles unter der linken Hand, auf Buchstaben, die auf allen Tastaturen am selben Platz liegen.</translation>
    </message>
    <message>
        <source>Evidence pack</source>
        <translation>Nachweispaket</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>Exclusive</source>
        <translation>Ausschließend</translation>
    </message>
    <message>
        <source>Expected change of the model, different from the rest of the batch</source>
        <translation>Erwartete Änderung des Modells, anders als beim Rest des Stapels</translation>
    </message>
    <message>
        <source>Expected change of the ranking</source>
        <translation>Erwartete Änderung der Rangliste</translation>
    </message>
    <message>
        <source>Expected errors</source>
        <translation>Erwartete Fehler</translation>
    </message>
    <message>
        <source>Expected finds</source>
        <translation>Erwartete Funde</translation>
    </message>
    <message>
        <source>Expected information</source>
        <translation>Erwartete Information</translation>
    </message>
    <message>
        <source>Expected information about other images</source>
        <translation>Erwartete Information über andere Bilder</translation>
    </message>
    <message>
        <source>Expected information about the model</source>
        <translation>Erwartete Information über das Modell</translation>
    </message>
    <message>
        <source>Expected mistake</source>
        <translation>Erwarteter Fehler</translation>
    </message>
    <message>
        <source>Expected total uncertainty of all other images after your answer; the image with the lowest total is chosen.</source>
        <translation>Erwartete Unsicherheit aller anderen Bilder zusammen nach Ihrer Antwort; gewählt wird das Bild mit der kleinsten Summe.</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Explore the collection</source>
        <translation>Die Sammlung erkunden</translation>
    </message>
    <message>
        <source>Explore the collection, densest parts first</source>
        <translation>Die Sammlung erkunden, dichteste Teile zuerst</translation>
    </message>
    <message>
        <source>Explore the collection, most typical images first</source>
        <translation>Die Sammlung erkunden, typischste Bilder zuerst</translation>
    </message>
    <message>
        <source>Explore the collection, one image per cluster</source>
        <translation>Die Sammlung erkunden, ein Bild pro Gruppe</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>Tasten exportieren</translation>
    </message>
    <message>
        <source>Export to {file}: {format}</source>
        <translation>Export nach {file}: {format}</translation>
    </message>
    <message>
        <source>Export “{name}”</source>
        <translation>„{name}“ exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Extend the selection; a key then judges all of it.</source>
        <translation>Die Auswahl erweitern; eine Taste beurteilt dann alles davon.</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>Date&amp;i</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>F&amp;ormat</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>Faktor</translation>
    </message>
    <message>
        <source>Fairly relevant</source>
        <translation>Ziemlich relevant</translation>
    </message>
    <message>
        <source>Feature file</source>
        <translation>Merkmalsdatei</translation>
    </message>
    <message>
        <source>Feature files (*.h5 *.hdf5 *.hdf *.he5 *.npy *.npz *.parquet *.mat);;All files (*)</source>
        <translation>Merkmalsdateien (*.h5 *.hdf5 *.hdf *.he5 *.npy *.npz *.parquet *.mat);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Feature files (*.h5)</source>
        <translation>Merkmalsdateien (*.h5)</translation>
    </message>
    <message>
        <source>Feature files of the same images, e.g. from two networks. Your judgements apply to all of them.</source>
        <translation>Merkmalsdateien derselben Bilder, z. B. von zwei Netzen. Ihre Beurteilungen gelten für alle.</translation>
    </message>
    <message>
        <source>Feature set</source>
        <translation>Merkmalssatz</translation>
    </message>
    <message>
        <source>Feature sets</source>
        <translation>Merkmalssätze</translation>
    </message>
    <message>
        <source>Feature sets…</source>
        <translation>Merkmalssätze…</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Features out of all proportion</source>
        <translation>Merkmale außerhalb jedes Verhältnisses</translation>
    </message>
    <message>
        <source>Features that are all zero</source>
        <translation>Merkmale, die alle null sind</translation>
    </message>
    <message>
        <source>Features that are not numbers</source>
        <translation>Merkmale, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>Features without an image</source>
        <translation>Merkmale ohne Bild</translation>
    </message>
    <message>
        <source>FiftyOne data set</source>
        <translation>FiftyOne-Datensatz</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File layout…</source>
        <translation>Aufbau der Datei…</translation>
    </message>
    <message>
        <source>Files of the report</source>
        <translation>Dateien des Berichts</translation>
    </message>
    <message>
        <source>Fill the gaps</source>
        <translation>Die Lücken füllen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter by folder, date, camera, label and more, or by a condition, e.g. {example}</source>
        <translation>Nach Ordner, Datum, Kamera, Beurteilung und mehr filtern oder nach einer Bedingung, z. B. {example}</translation>
    </message>
    <message>
        <source>Filter the ranking by part of a file name.</source>
        <translation>Einen Teil eines Dateinamens eingeben, um die Rangliste zu filtern.</translation>
    </message>
    <message>
        <source>Filters in use</source>
        <translation>Aktive Filter</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Finden</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>Befehl suchen…</translation>
    </message>
    <message>
        <source>Find a key or an action</source>
        <translation>Taste oder Befehl suchen</translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Find and learn</source>
        <translation>Finden und lernen</translation>
    </message>
    <message>
        <source>Find and learn at once</source>
        <translation>Zugleich finden und lernen</translation>
    </message>
    <message>
        <source>Find and run a command by part of its name.</source>
        <translation>Einen Teil dessen tippen, was Sie tun wollen, und es tun.</translation>
    </message>
    <message>
        <source>Find as many as possible, fast</source>
        <translation>Schnell möglichst viele finden</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>Find clusters</source>
        <translation>Cluster finden</translation>
    </message>
    <message>
        <source>Find every image of a collection that shows what you have in mind, with few judgements.</source>
        <translation>Finden Sie mit wenigen Beurteilungen jedes Bild einer Sammlung, das zeigt, was Sie im Sinn haben.</translation>
    </message>
    <message>
        <source>Find every kind of it</source>
        <translation>Jede Art davon finden</translation>
    </message>
    <message>
        <source>Find images</source>
        <translation>Bilder finden</translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Find judgements by name</source>
        <translation>Beurteilungen nach Namen suchen</translation>
    </message>
    <message>
        <source>Find more</source>
        <translation>Mehr finden</translation>
    </message>
    <message>
        <source>Find more like these</source>
        <translation>Mehr wie diese finden</translation>
    </message>
    <message>
        <source>Find more like these, each image different</source>
        <translation>Mehr wie diese finden, jedes Bild anders</translation>
    </message>
    <message>
        <source>Find more of the rarer label</source>
        <translation>Mehr vom seltener Beurteilten finden</translation>
    </message>
    <message>
        <source>Find more, also where little is known</source>
        <translation>Mehr finden, auch wo wenig bekannt ist</translation>
    </message>
    <message>
        <source>Find more, at random also where little is known</source>
        <translation>Mehr finden, mit Zufall auch wo wenig bekannt ist</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>Herausfinden</translation>
    </message>
    <message>
        <source>Find the encoder…</source>
        <translation>Encoder suchen…</translation>
    </message>
    <message>
        <source>Find the feature file…</source>
        <translation>Die Merkmalsdatei suchen…</translation>
    </message>
    <message>
        <source>Find the image folder…</source>
        <translation>Den Bilderordner suchen…</translation>
    </message>
    <message>
        <source>Find the images most similar to this one, also in a list pinned to another.</source>
        <translation>Die diesem ähnlichsten Bilder suchen, auch in einer Liste, die an ein anderes geheftet ist.</translation>
    </message>
    <message>
        <source>Find the most within a number of judgements</source>
        <translation>Mit einer Anzahl von Beurteilungen das meiste finden</translation>
    </message>
    <message>
        <source>Finding clusters</source>
        <translation>Cluster finden</translation>
    </message>
    <message>
        <source>Finding clusters…</source>
        <translation>Cluster werden gesucht…</translation>
    </message>
    <message>
        <source>Finding neighbors of all images</source>
        <translation>Nachbarn aller Bilder werden gesucht</translation>
    </message>
    <message>
        <source>Finding stacks</source>
        <translation>Gruppen werden gesucht</translation>
    </message>
    <message>
        <source>Finds become rare (knee)</source>
        <translation>Funde werden selten (Knick)</translation>
    </message>
    <message>
        <source>Finds were up to {value} times as frequent before as after; it stops at {limit} times.</source>
        <translation>Funde waren vorher bis zu {value}-mal so häufig wie nachher; die Regel hört bei {limit}-mal auf.</translation>
    </message>
    <message>
        <source>First and last</source>
        <translation>Erstes und letztes</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>Erste Zeilen</translation>
    </message>
    <message>
        <source>First sketch; similar images are still being moved together.</source>
        <translation>Erster Entwurf; ähnliche Bilder rücken noch zusammen.</translation>
    </message>
    <message>
        <source>First sketch; the map follows when the neighbors of all images are known.</source>
        <translation>Erster Entwurf; die Karte folgt, wenn die Nachbarn aller Bilder bekannt sind.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fit image</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Fits the judgements</source>
        <translation>Passt zu den Bewertungen</translation>
    </message>
    <message>
        <source>Flags of labelme and X-AnyLabeling</source>
        <translation>Flags von labelme und X-AnyLabeling</translation>
    </message>
    <message>
        <source>Focus mode</source>
        <translation>Fokusmodus</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Folder: {folder}</source>
        <translation>Ordner: {folder}</translation>
    </message>
    <message>
        <source>Folders of images called like their label or class</source>
        <translation>Ordner von Bildern, die wie ihr Label oder ihre Klasse heißen</translation>
    </message>
    <message>
        <source>Folders, cameras, labels and more</source>
        <translation>Ordner, Kameras, Beurteilungen und mehr</translation>
    </message>
    <message>
        <source>Font scale</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>For Excel: mark the file as UTF-8, and put &apos; before texts that Excel would take for a formula.</source>
        <translation>Für Excel: die Datei als UTF-8 kennzeichnen und &apos; vor Texte setzen, die Excel für eine Formel hielte.</translation>
    </message>
    <message>
        <source>For a photo archive</source>
        <translation>Für ein Fotoarchiv</translation>
    </message>
    <message>
        <source>For a spreadsheet</source>
        <translation>Für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>For an evaluation</source>
        <translation>Für eine Auswertung</translation>
    </message>
    <message>
        <source>For most searches; the slider moves between the two.</source>
        <translation>Für die meisten Suchen; der Regler verschiebt zwischen beidem.</translation>
    </message>
    <message>
        <source>For other programs</source>
        <translation>Für andere Programme</translation>
    </message>
    <message>
        <source>For tools that read only COCO, which has no labels of whole images: each becomes a box around the image.</source>
        <translation>Für Programme, die nichts anderes lesen: COCO kennt keine Labels ganzer Bilder, also wird jedes zu einem Rahmen um das Bild.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Found again</source>
        <translation>Wiedergefunden</translation>
    </message>
    <message>
        <source>Four grades</source>
        <translation>Vier Stufen</translation>
    </message>
    <message>
        <source>From a list in another file</source>
        <translation>Aus einer Liste in einer anderen Datei</translation>
    </message>
    <message>
        <source>From the file itself</source>
        <translation>Aus der Datei selbst</translation>
    </message>
    <message>
        <source>From the next batch on, propose only images that fulfill the condition; the ranking stays complete.</source>
        <translation>Ab dem nächsten Stapel nur Bilder vorschlagen, die die Bedingung erfüllen; die Rangliste bleibt vollständig.</translation>
    </message>
    <message>
        <source>From the next batch on: all images are asked about</source>
        <translation>Ab dem nächsten Stapel: gefragt wird nach allen Bildern</translation>
    </message>
    <message numerus="yes">
        <source>From the next batch on: only %n image(s) are asked about</source>
        <translation>
            <numerusform>Ab dem nächsten Stapel: gefragt wird nur nach %n Bild</numerusform>
            <numerusform>Ab dem nächsten Stapel: gefragt wird nur nach %n Bildern</numerusform>
        </translation>
    </message>
    <message>
        <source>From the next batch on: {goal}</source>
        <translation>Ab dem nächsten Stapel: {goal}</translation>
    </message>
    <message>
        <source>From the pool: images that other systems rank high.</source>
        <translation>Aus dem Pool: Bilder, die andere Systeme weit vorn haben.</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Get a good ranking soon</source>
        <translation>Bald eine gute Rangliste bekommen</translation>
    </message>
    <message>
        <source>Give it a label after all</source>
        <translation>Doch beurteilen</translation>
    </message>
    <message>
        <source>Give it some: Topic, Grades</source>
        <translation>Geben Sie ihm welche: Thema, Stufen</translation>
    </message>
    <message>
        <source>Give the selected images grade 0 of the topic: not relevant.</source>
        <translation>Den ausgewählten Bildern die Stufe 0 des Themas geben: nicht relevant.</translation>
    </message>
    <message>
        <source>Give the selected images grade 1 of the topic, the lowest that counts.</source>
        <translation>Den ausgewählten Bildern die Stufe 1 des Themas geben, die niedrigste, die zählt.</translation>
    </message>
    <message>
        <source>Give the selected images grade 2 of the topic.</source>
        <translation>Den ausgewählten Bildern die Stufe 2 des Themas geben.</translation>
    </message>
    <message>
        <source>Give the selected images grade 3 of a topic with four.</source>
        <translation>Den ausgewählten Bildern die Stufe 3 eines Themas mit vieren geben.</translation>
    </message>
    <message>
        <source>Give the topic more grades: Topic, Grades</source>
        <translation>Geben Sie dem Thema mehr Stufen: Thema, Stufen</translation>
    </message>
    <message>
        <source>Go on to the next batch</source>
        <translation>Zum nächsten Stapel weitergehen</translation>
    </message>
    <message>
        <source>Go on to the next unlabelled image</source>
        <translation>Zum nächsten unbeurteilten Bild weitergehen</translation>
    </message>
    <message>
        <source>Go on. Only a random sample tells how many are left.</source>
        <translation>Machen Sie weiter. Wie viele noch fehlen, zeigt nur eine Zufallsstichprobe.</translation>
    </message>
    <message>
        <source>Go on: it is too early to say how many are left.</source>
        <translation>Machen Sie weiter: Wie viele noch fehlen, lässt sich noch nicht sagen.</translation>
    </message>
    <message>
        <source>Go on: there are probably up to {high} more.</source>
        <translation>Machen Sie weiter: Es gibt wahrscheinlich noch bis zu {high}.</translation>
    </message>
    <message>
        <source>Go on: there are probably {low} to {high} more.</source>
        <translation>Machen Sie weiter: Es gibt wahrscheinlich noch {low} bis {high}.</translation>
    </message>
    <message>
        <source>Go one page up or down.</source>
        <translation>Eine Seite nach oben oder unten gehen.</translation>
    </message>
    <message>
        <source>Go to the first or last image.</source>
        <translation>Zum ersten oder letzten Bild gehen.</translation>
    </message>
    <message>
        <source>Go to the image after this one, also in the large view.</source>
        <translation>Zum Bild nach diesem gehen, auch in der großen Ansicht.</translation>
    </message>
    <message>
        <source>Go to the image before this one, also in the large view.</source>
        <translation>Zum Bild vor diesem gehen, auch in der großen Ansicht.</translation>
    </message>
    <message>
        <source>Go to the neighboring image.</source>
        <translation>Zum benachbarten Bild gehen.</translation>
    </message>
    <message>
        <source>Go to the next image without a label.</source>
        <translation>Zum nächsten Bild ohne Beurteilung weitergehen.</translation>
    </message>
    <message>
        <source>Go to the next topic.</source>
        <translation>Zum nächsten Thema gehen.</translation>
    </message>
    <message>
        <source>Go to the previous image without a label.</source>
        <translation>Zum vorherigen Bild ohne Beurteilung zurückgehen.</translation>
    </message>
    <message>
        <source>Go to the previous topic.</source>
        <translation>Zum vorherigen Thema gehen.</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Goal: {goal}</source>
        <translation>Ziel: {goal}</translation>
    </message>
    <message>
        <source>Goal…</source>
        <translation>Ziel…</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Verschwunden</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Verstanden</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Grade 0</source>
        <translation>Stufe 0</translation>
    </message>
    <message>
        <source>Grade 0 is irrelevant, every other grade is relevant. Images that are relevant without a grade count as grade 1. The model ranks higher grades first.</source>
        <translation>Stufe 0 ist irrelevant, jede andere Stufe ist relevant. Bilder, die ohne Stufe relevant sind, zählen als Stufe 1. Das Modell stellt höhere Stufen nach vorn.</translation>
    </message>
    <message>
        <source>Grade 1</source>
        <translation>Stufe 1</translation>
    </message>
    <message>
        <source>Grade 2</source>
        <translation>Stufe 2</translation>
    </message>
    <message>
        <source>Grade 3</source>
        <translation>Stufe 3</translation>
    </message>
    <message>
        <source>Grades</source>
        <translation>Stufen</translation>
    </message>
    <message numerus="yes">
        <source>Grades above {highest}, the last of the new ones, are in use: {n} image(s). Judge them again first.</source>
        <translation>
            <numerusform>Stufen über {highest}, der letzten der neuen, sind in Gebrauch: {n} Bild. Beurteilen Sie es vorher neu.</numerusform>
            <numerusform>Stufen über {highest}, der letzten der neuen, sind in Gebrauch: {n} Bilder. Beurteilen Sie sie vorher neu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Grades of “{topic}”</source>
        <translation>Stufen von „{topic}“</translation>
    </message>
    <message>
        <source>Grades…</source>
        <translation>Stufen…</translation>
    </message>
    <message>
        <source>Graph weight</source>
        <translation>Gewicht des Graphen</translation>
    </message>
    <message>
        <source>Gwet&apos;s AC1</source>
        <translation>Gwets AC1</translation>
    </message>
    <message>
        <source>HDBSCAN compares all images with each other, which takes too long for {n:,} of them; {most:,} are the most. Another method clusters them.</source>
        <translation>HDBSCAN vergleicht alle Bilder miteinander; das dauert bei {n:,} zu lange, höchstens {most:,} sind möglich. Ein anderes Verfahren findet ihre Cluster.</translation>
    </message>
    <message>
        <source>HDF5, one data set per image</source>
        <translation>HDF5, ein Datensatz je Bild</translation>
    </message>
    <message>
        <source>HDF5, {features}</source>
        <translation>HDF5, {features}</translation>
    </message>
    <message>
        <source>HEIC images need {needed}</source>
        <translation>HEIC-Bilder brauchen {needed}</translation>
    </message>
    <message>
        <source>Handwritten digits, ready at once</source>
        <translation>Handgeschriebene Ziffern, sofort bereit</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Hide ranks, scores and predictions in this project, so they cannot bias a judgement.</source>
        <translation>Ränge, Werte und Vorhersagen in diesem Projekt verbergen, damit sie keine Beurteilung beeinflussen.</translation>
    </message>
    <message>
        <source>Hide the coach</source>
        <translation>Den Begleiter ausblenden</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Highly relevant</source>
        <translation>Sehr relevant</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>History of judgements</source>
        <translation>Verlauf der Beurteilungen</translation>
    </message>
    <message>
        <source>How an oblong image becomes a square: cropped to its middle, or squashed.</source>
        <translation>Wie ein längliches Bild zum Quadrat wird: auf seine Mitte zugeschnitten oder gestaucht.</translation>
    </message>
    <message>
        <source>How close the image is to its nearest images.</source>
        <translation>Wie nah das Bild seinen nächsten Bildern ist.</translation>
    </message>
    <message>
        <source>How far a judgement spreads along the neighbor graph.</source>
        <translation>Wie weit eine Beurteilung von Nachbar zu Nachbar getragen wird.</translation>
    </message>
    <message>
        <source>How far the change that your answer would cause is from the changes by the other images of the batch.</source>
        <translation>Wie weit die Änderung, die Ihre Antwort bewirken würde, von den Änderungen durch die anderen Bilder des Stapels entfernt ist.</translation>
    </message>
    <message>
        <source>How far the image is from the nearest judged one, by its features.</source>
        <translation>Wie weit das Bild nach seinen Merkmalen vom nächsten beurteilten entfernt ist.</translation>
    </message>
    <message>
        <source>How far the prediction is from the border between relevant and irrelevant, measured by how unsure it is.</source>
        <translation>Wie weit die Vorhersage von der Grenze zwischen relevant und irrelevant entfernt ist, gemessen an ihrer Unsicherheit.</translation>
    </message>
    <message>
        <source>How far the prediction is from the border between relevant and irrelevant; 0 is right on it.</source>
        <translation>Wie weit die Vorhersage von der Grenze zwischen relevant und irrelevant entfernt ist; 0 liegt genau darauf.</translation>
    </message>
    <message>
        <source>How informative your answer is expected to be about another image of the collection, on average.</source>
        <translation>Wie aufschlussreich Ihre Antwort im Mittel für ein anderes Bild der Sammlung voraussichtlich ist.</translation>
    </message>
    <message>
        <source>How informative your answer is expected to be about this image or similar ones. One bit is the answer to a question that could go either way.</source>
        <translation>Wie aufschlussreich Ihre Antwort voraussichtlich für dieses Bild oder ähnliche ist. Ein Bit ist die Antwort auf eine Frage, die so oder so ausgehen kann.</translation>
    </message>
    <message>
        <source>How informative your answer is expected to be about what the model does not know yet.</source>
        <translation>Wie aufschlussreich Ihre Antwort voraussichtlich für das ist, was das Modell noch nicht weiß.</translation>
    </message>
    <message>
        <source>How informative your answer is expected to be, given the other images of the batch. One bit is the answer to a question that could go either way.</source>
        <translation>Wie aufschlussreich Ihre Antwort voraussichtlich ist, wenn auch die anderen Bilder des Stapels beurteilt werden. Ein Bit ist die Antwort auf eine Frage, die so oder so ausgehen kann.</translation>
    </message>
    <message>
        <source>How it works</source>
        <translation>So funktioniert es</translation>
    </message>
    <message>
        <source>How likely the image has the label that was given less often.</source>
        <translation>Wie wahrscheinlich das Bild die Beurteilung hat, die seltener vergeben wurde.</translation>
    </message>
    <message>
        <source>How likely the model finds it that the image is relevant. It is a guess, not a measured frequency.</source>
        <translation>Für wie wahrscheinlich das Modell hält, dass das Bild relevant ist. Das ist eine Vermutung, keine gemessene Häufigkeit.</translation>
    </message>
    <message>
        <source>How likely the present model finds the label. It has learned from the label itself; Suspected mistakes asks what it would say without it.</source>
        <translation>Für wie wahrscheinlich das jetzige Modell die Beurteilung hält. Es hat aus ihr selbst gelernt; die vermuteten Fehler fragen, was es ohne sie sagen würde.</translation>
    </message>
    <message>
        <source>How little the judgements say about this image, whatever the answer will be; largest far from all of them.</source>
        <translation>Wie wenig die Beurteilungen über dieses Bild sagen, wie die Antwort auch ausfällt; am größten weit weg von allen.</translation>
    </message>
    <message>
        <source>How long a judgement takes is known after a few of them.</source>
        <translation>Wie lange eine Beurteilung dauert, ist nach einigen davon bekannt.</translation>
    </message>
    <message>
        <source>How many grades</source>
        <translation>Wie viele Stufen</translation>
    </message>
    <message>
        <source>How many images are in the cluster that has this image at its center.</source>
        <translation>Wie viele Bilder in der Gruppe sind, in deren Mitte dieses Bild liegt.</translation>
    </message>
    <message>
        <source>How many images at most.</source>
        <translation>Wie viele Bilder höchstens.</translation>
    </message>
    <message>
        <source>How many images of each ranking are judged</source>
        <translation>Wie viele Bilder jeder Rangliste beurteilt werden</translation>
    </message>
    <message>
        <source>How many images, best first; those judged irrelevant or unsure are passed over.</source>
        <translation>Wie viele Bilder, beste zuerst; irrelevante und unsichere werden übergangen.</translation>
    </message>
    <message>
        <source>How many nearby images have no judged image near them yet.</source>
        <translation>Wie viele Bilder in der Nähe noch kein beurteiltes Bild neben sich haben.</translation>
    </message>
    <message>
        <source>How many of its votes on judged images are right</source>
        <translation>Wie viele ihrer Stimmen zu beurteilten Bildern richtig sind</translation>
    </message>
    <message>
        <source>How many relevant images are expected to be found with the judgements left, beginning with this one.</source>
        <translation>Wie viele relevante Bilder mit den übrigen Beurteilungen zu finden sein sollten, angefangen mit diesem.</translation>
    </message>
    <message>
        <source>How many wrong predictions are expected to remain after your answer; the image with the fewest comes first.</source>
        <translation>Wie viele falsche Vorhersagen nach Ihrer Antwort voraussichtlich bleiben; das Bild mit den wenigsten wird zuerst gewählt.</translation>
    </message>
    <message>
        <source>How much of the batch this image represents; similar images share their weight.</source>
        <translation>Für wie viel vom Stapel dieses Bild steht; ähnliche Bilder teilen sich ihr Gewicht.</translation>
    </message>
    <message>
        <source>How much several models that fit your judgements contradict each other here.</source>
        <translation>Wie sehr sich mehrere Modelle, die zu Ihren Beurteilungen passen, hier widersprechen.</translation>
    </message>
    <message>
        <source>How much the judgements say about this image: nothing far from all judged images, nearly everything next to one.</source>
        <translation>Wie viel die Beurteilungen über dieses Bild aussagen: nichts fern von allen beurteilten Bildern, fast alles neben einem.</translation>
    </message>
    <message>
        <source>How much this image adds to a batch that represents the whole collection; there was no judgement to learn from.</source>
        <translation>Wie viel dieses Bild zu einem Stapel beiträgt, der die ganze Sammlung vertritt; es gab noch keine Beurteilung.</translation>
    </message>
    <message>
        <source>How much your answer is expected to move the predictions of all other images, on average.</source>
        <translation>Wie sehr Ihre Antwort die Vorhersagen aller anderen Bilder im Mittel bewegen sollte.</translation>
    </message>
    <message>
        <source>How much your answer reduces the uncertainty about the whole collection.</source>
        <translation>Wie viel Unsicherheit über die ganze Sammlung Ihre Antwort beseitigt.</translation>
    </message>
    <message>
        <source>How pixels are computed when an image is scaled.</source>
        <translation>Wie Pixel berechnet werden, wenn ein Bild skaliert wird.</translation>
    </message>
    <message>
        <source>How rare is the topic? 0 common, -1 usual, -2 very rare.</source>
        <translation>Wie selten ist das Gesuchte? 0 häufig, -1 üblich, -2 sehr selten.</translation>
    </message>
    <message>
        <source>How sharp and bright the images are, and how much of them is black or white, from all of their pixels</source>
        <translation>Wie scharf und hell die Bilder sind und wie viel davon schwarz oder weiß ist, aus allen Bildpunkten</translation>
    </message>
    <message>
        <source>How the label was given</source>
        <translation>Wie es zur Beurteilung kam</translation>
    </message>
    <message>
        <source>How undecided the model is about this image, by the measure that was chosen.</source>
        <translation>Wie unentschieden das Modell bei diesem Bild ist, nach dem gewählten Maß.</translation>
    </message>
    <message>
        <source>How undecided the model is, times how similar its nearest images are.</source>
        <translation>Wie unentschieden das Modell ist, mal der Ähnlichkeit der nächsten Bilder.</translation>
    </message>
    <message>
        <source>How undecided the model is: 1 bit if the image may as well be relevant as irrelevant, 0 if it is certain.</source>
        <translation>Wie unentschieden das Modell ist: 1 Bit, wenn das Bild ebenso gut relevant wie irrelevant sein kann, 0, wenn es sicher ist.</translation>
    </message>
    <message>
        <source>How wrong the model is expected to be here, judging by its earlier mistakes.</source>
        <translation>Wie falsch das Modell hier voraussichtlich liegt, nach seinen bisherigen Fehlern zu urteilen.</translation>
    </message>
    <message>
        <source>Hugging Face image folder</source>
        <translation>Hugging-Face-Bilderordner</translation>
    </message>
    <message>
        <source>HumanObservation</source>
        <translation>HumanObservation</translation>
    </message>
    <message>
        <source>If it was a project, {remedy}.</source>
        <translation>Falls es ein Projekt war: {remedy}.</translation>
    </message>
    <message>
        <source>If that was a network of your own, show where it is: Project &gt; Feature sets… &gt; Find the encoder…. Or begin a project of the folder without a feature file.</source>
        <translation>Falls das ein eigenes Netz war, zeigen Sie, wo es liegt: Projekt &gt; Merkmalssätze … &gt; Encoder suchen …. Oder beginnen Sie ein Projekt des Ordners ohne Merkmalsdatei.</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Image facts</source>
        <translation>Angaben zum Bild</translation>
    </message>
    <message>
        <source>Image facts to show</source>
        <translation>Angezeigte Bildangaben</translation>
    </message>
    <message>
        <source>Image facts to show…</source>
        <translation>Angezeigte Bildangaben…</translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation>Bilderordner</translation>
    </message>
    <message>
        <source>Image in a window of its own</source>
        <translation>Bild in einem eigenen Fenster</translation>
    </message>
    <message>
        <source>Image names</source>
        <translation>Bildnamen</translation>
    </message>
    <message>
        <source>Image – {project}</source>
        <translation>Bild – {project}</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Images about which a committee of models disagrees: each fits the judgements but generalizes differently.</source>
        <translation>Bilder, über die ein Ausschuss von Modellen uneins ist: Jedes passt zu den Beurteilungen, verallgemeinert aber auf seine Art.</translation>
    </message>
    <message>
        <source>Images and labels.json, as FiftyOne reads image classifications.</source>
        <translation>Bilder und labels.json, wie FiftyOne Bildklassifikationen liest.</translation>
    </message>
    <message>
        <source>Images and metadata.jsonl, as load_dataset(&quot;imagefolder&quot;) reads them.</source>
        <translation>Bilder und metadata.jsonl, wie load_dataset(&quot;imagefolder&quot;) sie liest.</translation>
    </message>
    <message>
        <source>Images are compared by their features only</source>
        <translation>Bilder werden nur nach ihren Merkmalen verglichen</translation>
    </message>
    <message>
        <source>Images are compared by their features only: {error}</source>
        <translation>Bilder werden nur nach ihren Merkmalen verglichen: {error}</translation>
    </message>
    <message>
        <source>Images are numbered from 1</source>
        <translation>Die Bilder sind ab 1 nummeriert</translation>
    </message>
    <message>
        <source>Images around the change from relevant to irrelevant labels along the ranking, equally many on both sides.</source>
        <translation>Bilder um den Wechsel von relevanten zu irrelevanten Beurteilungen in der Reihenfolge der Rangliste, auf beiden Seiten gleich viele.</translation>
    </message>
    <message>
        <source>Images both judge</source>
        <translation>Bilder, die beide beurteilen</translation>
    </message>
    <message>
        <source>Images farthest from all judged or chosen ones: greedy k-center.</source>
        <translation>Bilder, die am weitesten von allem Beurteilten oder Gewählten entfernt sind: gieriges k-Center.</translation>
    </message>
    <message>
        <source>Images for two people: judge every one, they tell how far you agree.</source>
        <translation>Bilder für zwei Personen: Beurteilen Sie jedes; sie zeigen, wie weit Sie übereinstimmen.</translation>
    </message>
    <message>
        <source>Images for which this holds</source>
        <translation>Bilder, für die dies gilt,</translation>
    </message>
    <message>
        <source>Images in class folders</source>
        <translation>Bilder in Klassenordnern</translation>
    </message>
    <message>
        <source>Images in dense regions, unlike those already judged or chosen.</source>
        <translation>Bilder mit vielen ähnlichen um sich, anders als die beurteilten oder gewählten.</translation>
    </message>
    <message>
        <source>Images in it and in its folders. Nothing in there is changed.</source>
        <translation>Bilder darin und in seinen Unterordnern. Nichts darin wird verändert.</translation>
    </message>
    <message>
        <source>Images judged {label}</source>
        <translation>Bilder mit der Beurteilung {label}</translation>
    </message>
    <message>
        <source>Images near the boundary that the model finds dissimilar.</source>
        <translation>Bilder nahe der Grenze, die sich für das Modell nicht ähneln.</translation>
    </message>
    <message>
        <source>Images of its other topics</source>
        <translation>Bilder ihrer anderen Themen</translation>
    </message>
    <message>
        <source>Images of the collection</source>
        <translation>Bilder der Sammlung</translation>
    </message>
    <message>
        <source>Images of the list beside can be judged already.</source>
        <translation>Bilder der Liste daneben lassen sich schon beurteilen.</translation>
    </message>
    <message>
        <source>Images of the pool that are judged, of all that are in it</source>
        <translation>Beurteilte Bilder des Pools, von allen, die darin sind</translation>
    </message>
    <message>
        <source>Images on which the model is probably wrong, where your judgements contradict each other; also opens the list of suspected mistakes.</source>
        <translation>Bilder, bei denen das Modell vermutlich irrt, weil sich Ihre Beurteilungen dort widersprechen; daneben öffnet sich die Liste der vermuteten Fehler.</translation>
    </message>
    <message>
        <source>Images per &amp;batch</source>
        <translation>Bilder pro &amp;Stapel</translation>
    </message>
    <message>
        <source>Images per batch</source>
        <translation>Bilder pro Stapel</translation>
    </message>
    <message>
        <source>Images per batch in new projects.</source>
        <translation>Bilder pro Stapel in neuen Projekten.</translation>
    </message>
    <message>
        <source>Images relevant to both topics</source>
        <translation>Für beide Themen relevante Bilder</translation>
    </message>
    <message>
        <source>Images relevant to two topics</source>
        <translation>Für zwei Themen relevante Bilder</translation>
    </message>
    <message>
        <source>Images that are likely relevant, or may be because little is known about them (upper confidence bound).</source>
        <translation>Bilder, die relevant scheinen oder es sein könnten, weil wenig über sie bekannt ist: das obere Ende dessen, was das Modell glaubt.</translation>
    </message>
    <message>
        <source>Images that are relevant or lead to many relevant ones within the remaining judgements.</source>
        <translation>Bilder, die relevant sind oder innerhalb der verbleibenden Beurteilungen zu vielen relevanten führen.</translation>
    </message>
    <message>
        <source>Images that are uncertain among their neighbors and dissimilar, optimized for the whole batch at once.</source>
        <translation>Bilder, die unter ihren Nachbarn unsicher sind und sich nicht ähneln, für den ganzen Stapel zugleich abgewogen.</translation>
    </message>
    <message>
        <source>Images that could be relevant or not.</source>
        <translation>Bilder, die relevant sein könnten oder nicht.</translation>
    </message>
    <message>
        <source>Images that seem relevant.</source>
        <translation>Bilder, die relevant scheinen.</translation>
    </message>
    <message>
        <source>Images that stand for many others, for the first batches.</source>
        <translation>Bilder, die für viele andere stehen, für die ersten Stapel.</translation>
    </message>
    <message>
        <source>Images that together leave the least variance over the collection; labels do not matter.</source>
        <translation>Bilder, die zusammen über die Sammlung am wenigsten Varianz übrig lassen; Beurteilungen zählen nicht.</translation>
    </message>
    <message>
        <source>Images to draw</source>
        <translation>Zu ziehende Bilder</translation>
    </message>
    <message>
        <source>Images to list</source>
        <translation>Aufzulistende Bilder</translation>
    </message>
    <message>
        <source>Images unlike everything seen so far; uncertainty counts more as judgements accumulate.</source>
        <translation>Bilder, die allem bisher Gesehenen unähnlich sind, und mit wachsender Zahl von Beurteilungen immer unsicherere.</translation>
    </message>
    <message>
        <source>Images whose answer is most informative about the model: uncertain for lack of data, not because borderline.</source>
        <translation>Bilder, deren Antwort am meisten über das Modell verrät: unsicher aus Mangel an Wissen, nicht als Grenzfall.</translation>
    </message>
    <message>
        <source>Images whose answers together are most informative about the model, without redundancy.</source>
        <translation>Bilder, deren Antworten zusammen am meisten über das Modell verraten, sodass keine zwei dasselbe sagen.</translation>
    </message>
    <message>
        <source>Images whose grade is expected to change the predictions most, over the whole collection.</source>
        <translation>Bilder, deren Note die Vorhersagen über die ganze Sammlung vermutlich am meisten ändert.</translation>
    </message>
    <message>
        <source>Images whose judgement is expected to change the predictions most, over the whole collection.</source>
        <translation>Bilder, deren Beurteilung die Vorhersagen über die ganze Sammlung voraussichtlich am meisten ändert.</translation>
    </message>
    <message>
        <source>Images whose judgement is expected to leave the rest of the collection least uncertain.</source>
        <translation>Bilder, nach deren Beurteilung der Rest der Sammlung voraussichtlich am wenigsten unsicher ist.</translation>
    </message>
    <message>
        <source>Images whose judgement is most informative about the relevance of the other images.</source>
        <translation>Bilder, deren Beurteilung am meisten über die Relevanz der anderen Bilder verrät.</translation>
    </message>
    <message>
        <source>Images whose judgement leaves the rest of the collection least uncertain, assuming the better answer.</source>
        <translation>Bilder, nach deren Beurteilung der Rest der Sammlung am wenigsten unsicher ist, in der Hoffnung auf die bessere Antwort.</translation>
    </message>
    <message>
        <source>Images whose true grades are the least certain together.</source>
        <translation>Bilder, deren wahre Noten zusammen am unsichersten sind.</translation>
    </message>
    <message>
        <source>Images will be compared by color and texture only. {reason}</source>
        <translation>Bilder werden nur nach Farbe und Struktur verglichen. {reason}</translation>
    </message>
    <message>
        <source>Images with another label here</source>
        <translation>Bilder mit einem anderen Label hier</translation>
    </message>
    <message>
        <source>Images with the highest joint uncertainty about their relevance.</source>
        <translation>Bilder, deren Relevanz zusammen am unsichersten ist.</translation>
    </message>
    <message>
        <source>Images with the largest predicted error, learned from leave-one-out errors on judged images.</source>
        <translation>Bilder, bei denen das Modell am meisten irren wird, gemessen an dem, was es falsch macht, wenn ihm eine Beurteilung fehlt.</translation>
    </message>
    <message>
        <source>Images with the largest predictive variance, which depends on the judged images but not on their labels.</source>
        <translation>Bilder, über die das Modell am wenigsten weiß; Beurteilungen zählen nicht, nur wo sie liegen.</translation>
    </message>
    <message>
        <source>Images with the most uncovered images nearby: greedy cover by balls.</source>
        <translation>Bilder mit den meisten anderen in der Nähe, zu denen nichts Beurteiltes oder Gewähltes nah ist: gierige Abdeckung durch Kugeln.</translation>
    </message>
    <message>
        <source>Images without features</source>
        <translation>Bilder ohne Merkmale</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Import a table</source>
        <translation>Tabelle einlesen</translation>
    </message>
    <message>
        <source>Import a table…</source>
        <translation>Tabelle einlesen…</translation>
    </message>
    <message>
        <source>Import keys</source>
        <translation>Tasten importieren</translation>
    </message>
    <message>
        <source>Import labels from another program.</source>
        <translation>Labels eines anderen Programms übernehmen.</translation>
    </message>
    <message>
        <source>Import labels into “{name}”</source>
        <translation>Labels in „{name}“ übernehmen</translation>
    </message>
    <message>
        <source>Import labels…</source>
        <translation>Labels übernehmen…</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Improve model</source>
        <translation>Modell verbessern</translation>
    </message>
    <message>
        <source>Improve the model or find images: {text}</source>
        <translation>Modell verbessern oder Bilder finden: {text}</translation>
    </message>
    <message>
        <source>In effect at present: {changed}.</source>
        <translation>Zurzeit in Kraft: {changed}.</translation>
    </message>
    <message>
        <source>In parentheses: 95 % intervals.</source>
        <translation>In Klammern: 95-%-Intervalle.</translation>
    </message>
    <message>
        <source>In round {round}, {place} of {size} in the batch, by “{strategy}”</source>
        <translation>In Runde {round}, als {place}. von {size} im Stapel, durch „{strategy}“</translation>
    </message>
    <message>
        <source>In the batch</source>
        <translation>Im Stapel</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>In the latest batches {relevant} of {judged} were relevant ({share}).</source>
        <translation>In den letzten Stapeln waren {relevant} von {judged} relevant ({share}).</translation>
    </message>
    <message>
        <source>In your words. You can add more later.</source>
        <translation>In Ihren Worten. Weitere Themen können Sie später anlegen.</translation>
    </message>
    <message>
        <source>Include the images judged unsure as a separate class, where labels are the classes.</source>
        <translation>Unsicher beurteilte Bilder als eigene Klasse aufnehmen, wenn die Labels die Klassen sind.</translation>
    </message>
    <message>
        <source>Include unjudged images whose probability is 0.5 or more, as classified by a machine.</source>
        <translation>Auch unbewertete Bilder mit einer Wahrscheinlichkeit ab 0,5, als maschinell bestimmt.</translation>
    </message>
    <message>
        <source>Information per image, in nats, that may be lost for speed; 0 searches exactly.</source>
        <translation>Information pro Bild, in Nat, die für Schnelligkeit aufgegeben werden darf; 0 sucht genau.</translation>
    </message>
    <message>
        <source>Interpolation</source>
        <translation>Interpolation</translation>
    </message>
    <message>
        <source>Irrelevant</source>
        <translation>Irrelevant</translation>
    </message>
    <message>
        <source>Irrelevant images in a row</source>
        <translation>Irrelevante Bilder in Folge</translation>
    </message>
    <message>
        <source>It applies from the next batch on.</source>
        <translation>Gilt ab dem nächsten Stapel.</translation>
    </message>
    <message>
        <source>It does not vote, and the ranking goes on without it: {problem}</source>
        <translation>Sie stimmt nicht ab, und die Rangliste kommt ohne sie aus: {problem}</translation>
    </message>
    <message>
        <source>It holds for {count} of {all} images.</source>
        <translation>Sie gilt für {count} von {all} Bildern.</translation>
    </message>
    <message>
        <source>It is not clear which row is meant, so none of them is used.</source>
        <translation>Es ist unklar, welche Zeile gemeint ist, daher wird keine davon verwendet.</translation>
    </message>
    <message>
        <source>It is not known where all cameras stood: fill in latitude and longitude in deployments.csv, keep a copy, and choose it in the next export.</source>
        <translation>Nicht von allen Kameras ist bekannt, wo sie standen: Tragen Sie in deployments.csv latitude und longitude ein, behalten Sie eine Kopie, und wählen Sie diese beim nächsten Export.</translation>
    </message>
    <message>
        <source>It is read by itself while the project is open; View &gt; Tasks shows how far that is.</source>
        <translation>Es wird von selbst gelesen, während das Projekt offen ist; Ansicht &gt; Aufgaben zeigt, wie weit.</translation>
    </message>
    <message>
        <source>It is shown and exported with every topic. Ctrl+Enter writes it; an empty note is removed.</source>
        <translation>Sie wird mit jedem Thema angezeigt und exportiert. Strg+Enter schreibt sie; eine leere Notiz wird entfernt.</translation>
    </message>
    <message>
        <source>It votes nearly as another rule does, so it counts only {share}.</source>
        <translation>Sie stimmt fast wie eine andere Regel ab und zählt darum nur zu {share}.</translation>
    </message>
    <message>
        <source>Its condition holds for no image, so it does not vote.</source>
        <translation>Ihre Bedingung gilt für kein Bild, also stimmt sie nicht ab.</translation>
    </message>
    <message>
        <source>Its other topics</source>
        <translation>Ihre anderen Themen</translation>
    </message>
    <message>
        <source>JSON Lines, or a JSON list, of images or of events (also Prodigy)</source>
        <translation>JSON Lines oder eine JSON-Liste mit Bildern oder Ereignissen (auch Prodigy)</translation>
    </message>
    <message>
        <source>Json</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Beurteilen</translation>
    </message>
    <message numerus="yes">
        <source>Judge %n random image(s)</source>
        <translation>
            <numerusform>%n zufälliges Bild beurteilen</numerusform>
            <numerusform>%n zufällige Bilder beurteilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Judge a random sample</source>
        <translation>Zufallsstichprobe beurteilen</translation>
    </message>
    <message>
        <source>Judge all images that pass the filter of the ranking, as one step.</source>
        <translation>Jedes Bild, das der Filter der Rangliste übrig lässt, in einem Schritt beurteilen.</translation>
    </message>
    <message>
        <source>Judge all that the ranking shows</source>
        <translation>Alles beurteilen, was die Rangliste zeigt</translation>
    </message>
    <message>
        <source>Judge all unlabeled images of the batch irrelevant, as one step.</source>
        <translation>Jedes unbeurteilte Bild des Stapels in einem Schritt als irrelevant beurteilen.</translation>
    </message>
    <message>
        <source>Judge all unlabeled images of the batch relevant, as one step.</source>
        <translation>Jedes unbeurteilte Bild des Stapels in einem Schritt als relevant beurteilen.</translation>
    </message>
    <message>
        <source>Judge all unlabeled images of the batch unsure, as one step.</source>
        <translation>Von jedem unbeurteilten Bild des Stapels in einem Schritt sagen, dass Sie es nicht entscheiden können.</translation>
    </message>
    <message>
        <source>Judge each of these again, or keep your label. What you decide is the label of the topic.</source>
        <translation>Beurteilen Sie jedes davon noch einmal, oder behalten Sie Ihre Beurteilung bei. Was Sie entscheiden, gilt für das Thema.</translation>
    </message>
    <message>
        <source>Judge random images, to estimate how many relevant ones are still hidden.</source>
        <translation>Zufällige Bilder beurteilen, die verraten, wie viele relevante noch verborgen sind.</translation>
    </message>
    <message>
        <source>Judge the selected images irrelevant.</source>
        <translation>Die ausgewählten Bilder als irrelevant beurteilen.</translation>
    </message>
    <message>
        <source>Judge the selected images relevant, and choose the next batch by them.</source>
        <translation>Die ausgewählten Bilder als relevant beurteilen und den nächsten Stapel nach ihnen wählen.</translation>
    </message>
    <message>
        <source>Judge the selected images relevant.</source>
        <translation>Die ausgewählten Bilder als relevant beurteilen.</translation>
    </message>
    <message>
        <source>Judge {cluster}</source>
        <translation>{cluster} beurteilen</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>Beurteilt</translation>
    </message>
    <message>
        <source>Judged again</source>
        <translation>Wieder beurteilt</translation>
    </message>
    <message>
        <source>Judged by hand</source>
        <translation>Von Hand beurteilt</translation>
    </message>
    <message>
        <source>Judged images of the batch</source>
        <translation>Beurteilte Bilder des Stapels</translation>
    </message>
    <message>
        <source>Judged in any way</source>
        <translation>Wie auch immer beurteilt</translation>
    </message>
    <message>
        <source>Judgement</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>Judgements</source>
        <translation>Beurteilungen</translation>
    </message>
    <message>
        <source>Judgements as TREC qrels</source>
        <translation>Beurteilungen als TREC-qrels</translation>
    </message>
    <message>
        <source>Judgements in it are brought back by Recover.</source>
        <translation>Beurteilungen darin holt „Wiederherstellen“ zurück.</translation>
    </message>
    <message>
        <source>Judgements now spread further, along similar images.</source>
        <translation>Beurteilungen reichen jetzt weiter, entlang ähnlicher Bilder.</translation>
    </message>
    <message>
        <source>Judgements of which days</source>
        <translation>Beurteilungen welcher Tage</translation>
    </message>
    <message>
        <source>Judgements of which label</source>
        <translation>Beurteilungen welcher Art</translation>
    </message>
    <message>
        <source>Judgements of which round</source>
        <translation>Beurteilungen welcher Runde</translation>
    </message>
    <message>
        <source>Judgements of {n_unknown:,} images that the project does not know, e.g. {shown}.</source>
        <translation>Beurteilungen von {n_unknown:,} Bildern, die das Projekt nicht kennt, z. B. {shown}.</translation>
    </message>
    <message>
        <source>Jump instead of gliding.</source>
        <translation>Springen statt gleiten.</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation>Lassen, wie es ist</translation>
    </message>
    <message>
        <source>Keep our label</source>
        <translation>Unser Label behalten</translation>
    </message>
    <message>
        <source>Keep showing this image when you go to another one.</source>
        <translation>Dieses Bild weiter anzeigen, auch wenn Sie zu einem anderen gehen.</translation>
    </message>
    <message>
        <source>Keep the label of a suspected mistake or a disputed image, which is settled by that.</source>
        <translation>Die Beurteilung eines vermuteten Fehlers oder eines strittigen Bildes beibehalten; damit ist es entschieden.</translation>
    </message>
    <message>
        <source>Keep the zoom</source>
        <translation>Zoom beibehalten</translation>
    </message>
    <message>
        <source>Keep zoom</source>
        <translation>Zoom beibehalten</translation>
    </message>
    <message numerus="yes">
        <source>Kept, because another grade was given here: that of {n} image(s).</source>
        <translation>
            <numerusform>Behalten, weil hier eine andere Stufe vergeben ist: die von {n} Bild.</numerusform>
            <numerusform>Behalten, weil hier eine andere Stufe vergeben ist: die von {n} Bildern.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>Key {key}</source>
        <translation>Taste {key}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys (*.toml)</source>
        <translation>Tasten (*.toml)</translation>
    </message>
    <message>
        <source>Keys (*.toml);;All files (*)</source>
        <translation>Tasten (*.toml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Keys as in</source>
        <translation>Tasten wie in</translation>
    </message>
    <message>
        <source>Keys judge for this topic</source>
        <translation>Tasten beurteilen für dieses Thema</translation>
    </message>
    <message>
        <source>Keys judge the selected image for the topic on screen, {topic}.</source>
        <translation>Tasten beurteilen das ausgewählte Bild für das gezeigte Thema, {topic}.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Know most about the whole collection</source>
        <translation>Am meisten über die ganze Sammlung wissen</translation>
    </message>
    <message>
        <source>Krippendorff&apos;s alpha</source>
        <translation>Krippendorffs Alpha</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>Label Studio</source>
        <translation>Label Studio</translation>
    </message>
    <message>
        <source>Label in “{topic}”</source>
        <translation>Beurteilung in „{topic}“</translation>
    </message>
    <message>
        <source>Label now</source>
        <translation>Jetzige Beurteilung</translation>
    </message>
    <message>
        <source>Label of {path}</source>
        <translation>Label von {path}</translation>
    </message>
    <message>
        <source>Label probability</source>
        <translation>Antwortwahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Label taken off</source>
        <translation>Beurteilung entfernt</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Labels as COCO</source>
        <translation>Labels als COCO</translation>
    </message>
    <message>
        <source>Labels as JSON Lines</source>
        <translation>Labels als JSON Lines</translation>
    </message>
    <message>
        <source>Labels as Parquet</source>
        <translation>Labels als Parquet</translation>
    </message>
    <message>
        <source>Labels as a table</source>
        <translation>Beurteilungen als Tabelle</translation>
    </message>
    <message>
        <source>Labels for CVAT</source>
        <translation>Labels für CVAT</translation>
    </message>
    <message>
        <source>Labels for Label Studio</source>
        <translation>Labels für Label Studio</translation>
    </message>
    <message>
        <source>Labels for labelme and X-AnyLabeling</source>
        <translation>Labels für labelme und X-AnyLabeling</translation>
    </message>
    <message>
        <source>Labels side by side</source>
        <translation>Beurteilungen nebeneinander</translation>
    </message>
    <message>
        <source>Labels with their history</source>
        <translation>Beurteilungen mit ihrem Verlauf</translation>
    </message>
    <message>
        <source>Labels with their history, as exported</source>
        <translation>Labels mit ihrem Verlauf, wie exportiert</translation>
    </message>
    <message>
        <source>Labels, settings and every judgement ever made, in one document.</source>
        <translation>Beurteilungen, Einstellungen und jede je gegebene Beurteilung in einem Dokument.</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Querformat</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of the window, after the next start.</source>
        <translation>Sprache des Fensters, ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Larger thumbnails, or zoom into the image.</source>
        <translation>Größere Vorschaubilder, oder in das Bild hineinzoomen.</translation>
    </message>
    <message>
        <source>Largest value of a color: 1 or 255.</source>
        <translation>Größter Wert einer Farbe: 1 oder 255.</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzte</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Later batch</source>
        <translation>Späterer Stapel</translation>
    </message>
    <message>
        <source>Lay out again</source>
        <translation>Neu anordnen</translation>
    </message>
    <message>
        <source>Laying out the map</source>
        <translation>Karte anordnen</translation>
    </message>
    <message>
        <source>Laying out the map…</source>
        <translation>Die Karte wird angeordnet…</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>Layout of {name}</source>
        <translation>Aufbau von {name}</translation>
    </message>
    <message>
        <source>Learn about the whole collection</source>
        <translation>Etwas über die ganze Sammlung lernen</translation>
    </message>
    <message>
        <source>Learn grades fastest</source>
        <translation>Noten am schnellsten lernen</translation>
    </message>
    <message>
        <source>Learn the boundary</source>
        <translation>Die Grenze lernen</translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation>Lernkurve</translation>
    </message>
    <message>
        <source>Least believed first</source>
        <translation>Am wenigsten geglaubte zuerst</translation>
    </message>
    <message>
        <source>Leave it without a label</source>
        <translation>Nicht beurteilen</translation>
    </message>
    <message>
        <source>Leave the least doubt</source>
        <translation>Am wenigsten Zweifel lassen</translation>
    </message>
    <message>
        <source>Leave the program; everything is stored already.</source>
        <translation>Das Programm verlassen; alles ist schon gespeichert.</translation>
    </message>
    <message>
        <source>Left hand</source>
        <translation>Linke Hand</translation>
    </message>
    <message numerus="yes">
        <source>Left out, because these images got another note since: {n} note(s) of an older log.</source>
        <translation>
            <numerusform>Ausgelassen, weil dieses Bild seither eine andere Notiz bekam: {n} Notiz eines älteren Protokolls.</numerusform>
            <numerusform>Ausgelassen, weil diese Bilder seither andere Notizen bekamen: {n} Notizen eines älteren Protokolls.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out, because these images were judged otherwise since: {n} label(s) of an older log.</source>
        <translation>
            <numerusform>Ausgelassen, weil diese Bilder seither anders beurteilt wurden: {n} Label eines älteren Protokolls.</numerusform>
            <numerusform>Ausgelassen, weil diese Bilder seither anders beurteilt wurden: {n} Labels eines älteren Protokolls.</numerusform>
        </translation>
    </message>
    <message>
        <source>Legend: {parts}</source>
        <translation>Legende: {parts}</translation>
    </message>
    <message>
        <source>Length scale</source>
        <translation>Reichweite</translation>
    </message>
    <message>
        <source>Lengths of the rows: {low} to {high}, median {median}</source>
        <translation>Längen der Zeilen: {low} bis {high}, Median {median}</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Less than 1 MP</source>
        <translation>Unter 1 MP</translation>
    </message>
    <message>
        <source>Less than 10 %</source>
        <translation>Unter 10 %</translation>
    </message>
    <message>
        <source>Let relevant images have grades, such as marginally and highly relevant.</source>
        <translation>Relevanten Bildern Stufen geben, etwa „am Rande relevant“ und „sehr relevant“.</translation>
    </message>
    <message>
        <source>Let the judgements select length scale, graph weight, diffusion, prior mean and noise near these values.</source>
        <translation>Die Beurteilungen bestimmen Reichweite, Graphanteil, Ausbreitung, Vorannahme und Rauschen in der Nähe der hier angegebenen Werte.</translation>
    </message>
    <message>
        <source>Licenses</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Lightroom</source>
        <translation>Lightroom</translation>
    </message>
    <message>
        <source>Likelihood of the rarer label</source>
        <translation>Wahrscheinlichkeit der selteneren Beurteilung</translation>
    </message>
    <message>
        <source>Likely relevant images that differ from each other, for topics with many variants.</source>
        <translation>Bilder, die relevant scheinen, sich aber unterscheiden, wenn das Gesuchte viele Gesichter hat.</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>List all steps, and undo or redo several at once.</source>
        <translation>Alle Schritte auflisten und mehrere auf einmal zurück oder vorwärts gehen.</translation>
    </message>
    <message>
        <source>List of names</source>
        <translation>Liste der Namen</translation>
    </message>
    <message>
        <source>List of paths</source>
        <translation>Liste von Pfaden</translation>
    </message>
    <message>
        <source>List of paths, all relevant</source>
        <translation>Liste von Pfaden, alle relevant</translation>
    </message>
    <message>
        <source>Lists (*.txt *.csv *.json *.jsonl *.parquet);;All files (*)</source>
        <translation>Listen (*.txt *.csv *.json *.jsonl *.parquet);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Longest edge of a picture on the page.</source>
        <translation>Längste Kante eines Bildes auf der Seite.</translation>
    </message>
    <message>
        <source>Look and judge…</source>
        <translation>Ansehen und beurteilen…</translation>
    </message>
    <message>
        <source>Look at each of these again, and change its label or keep it. Nothing changes automatically.</source>
        <translation>Sehen Sie sich jedes dieser Bilder noch einmal an und ändern oder behalten Sie die Beurteilung. Nichts ändert sich von selbst.</translation>
    </message>
    <message>
        <source>Look at the batch after this one.</source>
        <translation>Den Stapel nach diesem ansehen.</translation>
    </message>
    <message>
        <source>Look at the batch before this one.</source>
        <translation>Den Stapel vor diesem ansehen.</translation>
    </message>
    <message>
        <source>Look at the most doubtful images of the cluster, then judge all of it as one step.</source>
        <translation>Die zweifelhaftesten Bilder des Clusters ansehen, dann alle seine Bilder in einem Schritt beurteilen.</translation>
    </message>
    <message>
        <source>Look farthest from everything seen so far</source>
        <translation>Ansehen, was allem Gesehenen am fernsten ist</translation>
    </message>
    <message>
        <source>Look for changed files…</source>
        <translation>Nach geänderten Dateien suchen…</translation>
    </message>
    <message>
        <source>Look for something else in the same collection.</source>
        <translation>In derselben Sammlung nach etwas anderem suchen.</translation>
    </message>
    <message>
        <source>Look for words</source>
        <translation>Mit Wörtern suchen</translation>
    </message>
    <message>
        <source>Look where you have not looked</source>
        <translation>Dorthin sehen, wo Sie noch nicht waren</translation>
    </message>
    <message>
        <source>Looking at all judgements…</source>
        <translation>Alle Beurteilungen werden geprüft…</translation>
    </message>
    <message>
        <source>Looking at images and features…</source>
        <translation>Bilder und Merkmale werden angesehen…</translation>
    </message>
    <message>
        <source>Looking at images and features… {percent} %</source>
        <translation>Bilder und Merkmale werden angesehen… {percent} %</translation>
    </message>
    <message>
        <source>Looking at images for the first batch: {done} of {needed}…</source>
        <translation>Bilder für den ersten Stapel werden angesehen: {done} von {needed}…</translation>
    </message>
    <message>
        <source>Looking at the image folder…</source>
        <translation>Sehe den Bilderordner durch…</translation>
    </message>
    <message>
        <source>Looking at the project…</source>
        <translation>Das Projekt wird angesehen…</translation>
    </message>
    <message>
        <source>Looking for features of these images…</source>
        <translation>Merkmale dieser Bilder werden gesucht…</translation>
    </message>
    <message>
        <source>Looking for images like {name}…</source>
        <translation>Bilder wie {name} werden gesucht…</translation>
    </message>
    <message>
        <source>Looking for this part…</source>
        <translation>Dieser Ausschnitt wird gesucht…</translation>
    </message>
    <message>
        <source>Looking for “{topic}”</source>
        <translation>Gesucht: „{topic}“</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>MIT license. The program never uses the network.</source>
        <translation>MIT-Lizenz. Das Programm benutzt nie das Netzwerk.</translation>
    </message>
    <message>
        <source>MachineObservation</source>
        <translation>MachineObservation</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Make a copy in which somebody else judges without seeing your judgements.</source>
        <translation>Eine Kopie erstellen, in der jemand anderes beurteilt, ohne Ihre Beurteilungen zu sehen.</translation>
    </message>
    <message>
        <source>Make the copy</source>
        <translation>Kopie erstellen</translation>
    </message>
    <message>
        <source>Make the most of few judgements</source>
        <translation>Wenige Beurteilungen bestens nutzen</translation>
    </message>
    <message>
        <source>Make topics of what other systems found, to judge it as a test collection.</source>
        <translation>Aus den Funden anderer Systeme Themen machen, um sie als Testkollektion zu beurteilen.</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Map of the collection</source>
        <translation>Karte der Sammlung</translation>
    </message>
    <message>
        <source>Marginally relevant</source>
        <translation>Am Rande relevant</translation>
    </message>
    <message>
        <source>Mark as unsure</source>
        <translation>Als unsicher markieren</translation>
    </message>
    <message>
        <source>Mark that you cannot tell; the image is not asked again.</source>
        <translation>Sagen, dass Sie es nicht entscheiden können; das Bild wird nicht wieder gefragt.</translation>
    </message>
    <message>
        <source>Matched</source>
        <translation>Zugeordnet</translation>
    </message>
    <message>
        <source>Matched by a part of the name</source>
        <translation>Nach einem Teil des Namens zugeordnet</translation>
    </message>
    <message>
        <source>Matching images and features…</source>
        <translation>Ordne Bilder und Merkmale einander zu…</translation>
    </message>
    <message>
        <source>Matching report</source>
        <translation>Bericht der Zuordnung</translation>
    </message>
    <message>
        <source>Matching report…</source>
        <translation>Bericht der Zuordnung…</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <source>Measure of uncertainty: least confidence, margin, entropy, none, or all three combined.</source>
        <translation>Wie Zweifel gemessen wird: geringste Zuversicht, Abstand, Entropie, gar nicht oder durch alle drei zusammen.</translation>
    </message>
    <message>
        <source>Measure sharpness and brightness</source>
        <translation>Schärfe und Helligkeit messen</translation>
    </message>
    <message>
        <source>Measuring continues from here next time.</source>
        <translation>Beim nächsten Mal geht das Messen hier weiter.</translation>
    </message>
    <message>
        <source>Measuring sharpness and brightness</source>
        <translation>Schärfe und Helligkeit werden gemessen</translation>
    </message>
    <message>
        <source>Memory for the model&apos;s data per image, in megabytes; the rest goes to a file.</source>
        <translation>Arbeitsspeicher für das, was sich das Modell zu jedem Bild merkt, in Megabyte; darüber hinaus dient eine Datei auf der Platte.</translation>
    </message>
    <message>
        <source>Memory mb</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Mistake probability</source>
        <translation>Fehlerwahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More filters: folder, date, camera, label, condition</source>
        <translation>Weitere Filter: Ordner, Datum, Kamera, Beurteilung, Bedingung</translation>
    </message>
    <message numerus="yes">
        <source>Most similar to {name}: %n image(s)</source>
        <translation>
            <numerusform>{name} am ähnlichsten: %n Bild</numerusform>
            <numerusform>{name} am ähnlichsten: %n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Most uncertain first</source>
        <translation>Unsicherste zuerst</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>Move on after every judgement.</source>
        <translation>Nach jeder Beurteilung weitergehen.</translation>
    </message>
    <message>
        <source>Move over the map; Page Up and Page Down zoom, Home shows all of it.</source>
        <translation>Über die Karte gehen; Bild auf und Bild ab ändern die Vergrößerung, Pos1 zeigt sie ganz.</translation>
    </message>
    <message>
        <source>Move the keyboard focus from the batch to the ranking and on.</source>
        <translation>Mit der Tastatur vom Stapel zur Rangliste und weiter gehen.</translation>
    </message>
    <message>
        <source>Move the keyboard focus to the other images.</source>
        <translation>Mit der Tastatur zu den anderen Bildern gehen.</translation>
    </message>
    <message>
        <source>Move the map</source>
        <translation>Karte verschieben</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>Verschoben</translation>
    </message>
    <message>
        <source>NCHW</source>
        <translation>NCHW</translation>
    </message>
    <message>
        <source>NHWC</source>
        <translation>NHWC</translation>
    </message>
    <message>
        <source>NaN or Inf</source>
        <translation>NaN oder Inf</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the feature set:</source>
        <translation>Name des Merkmalssatzes:</translation>
    </message>
    <message>
        <source>Name of the other person</source>
        <translation>Name der anderen Person</translation>
    </message>
    <message>
        <source>Name of the profile:</source>
        <translation>Name des Profils:</translation>
    </message>
    <message>
        <source>Name the network: Project &gt; Feature sets… &gt; Find the encoder…. Or compute them again.</source>
        <translation>Zeigen Sie, wo das Netz liegt: Projekt &gt; Merkmalssätze … &gt; Encoder suchen …. Oder berechnen Sie sie neu.</translation>
    </message>
    <message>
        <source>Name: {name}</source>
        <translation>Name: {name}</translation>
    </message>
    <message>
        <source>Names and the images they were matched with</source>
        <translation>Namen und die Bilder, denen sie zugeordnet wurden</translation>
    </message>
    <message>
        <source>Names as they are used in conditions.</source>
        <translation>Namen, wie sie in Bedingungen verwendet werden.</translation>
    </message>
    <message>
        <source>Names in a feature file must stay inside the image folder.</source>
        <translation>Namen in einer Merkmalsdatei müssen innerhalb des Bilderordners bleiben.</translation>
    </message>
    <message>
        <source>Names of strategies and their weights, e.g. ital:2, topscoring:1; the default weight is 1.</source>
        <translation>Namen von Strategien und ihre Gewichte, z. B. ital:2, topscoring:1; ohne Gewicht ist es 1.</translation>
    </message>
    <message>
        <source>Names of the &amp;topics</source>
        <translation>Namen der &amp;Themen</translation>
    </message>
    <message>
        <source>Names of the topics</source>
        <translation>Namen der Themen</translation>
    </message>
    <message>
        <source>Names that occur twice</source>
        <translation>Namen, die doppelt vorkommen</translation>
    </message>
    <message>
        <source>Naming</source>
        <translation>Benennung</translation>
    </message>
    <message>
        <source>Nearest irrelevant images</source>
        <translation>Nächste irrelevante Bilder</translation>
    </message>
    <message>
        <source>Nearest relevant images</source>
        <translation>Nächste relevante Bilder</translation>
    </message>
    <message>
        <source>Nearness to the boundary, and difference from the rest of the batch</source>
        <translation>Nähe zur Grenze und Unterschied zum Rest des Stapels</translation>
    </message>
    <message>
        <source>Needs nothing else and finds images that look similar. A network trained on photographs finds more.</source>
        <translation>Braucht nichts weiter und findet Bilder, die ähnlich aussehen. Ein auf Fotos trainiertes Netz findet mehr.</translation>
    </message>
    <message>
        <source>Neighbors</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Networks (*.onnx);;All files (*)</source>
        <translation>Netze (*.onnx);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Neues Projekt…</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Newest judgement first</source>
        <translation>Neueste Beurteilung zuerst</translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation>Nächster Stapel</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Nächster Teil des Fensters</translation>
    </message>
    <message>
        <source>Next topic</source>
        <translation>Nächstes Thema</translation>
    </message>
    <message>
        <source>Next unlabelled image</source>
        <translation>Nächstes unbeurteiltes Bild</translation>
    </message>
    <message>
        <source>No batch is judged yet.</source>
        <translation>Noch ist kein Stapel beurteilt.</translation>
    </message>
    <message>
        <source>No browser could be started. The manual begins with this page:</source>
        <translation>Es konnte kein Browser gestartet werden. Das Handbuch beginnt mit dieser Seite:</translation>
    </message>
    <message>
        <source>No date: {n}</source>
        <translation>Ohne Datum: {n}</translation>
    </message>
    <message>
        <source>No example at hand?
Then the first batch shows a bit of everything.</source>
        <translation>Kein Beispiel zur Hand?
Dann zeigt der erste Stapel von allem etwas.</translation>
    </message>
    <message>
        <source>No file manager could be started: {folder}</source>
        <translation>Es ließ sich kein Dateimanager starten: {folder}</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>Kein Bild</translation>
    </message>
    <message>
        <source>No image file says when it was taken, so there are no events</source>
        <translation>In keiner Bilddatei steht, wann sie aufgenommen wurde; daher gibt es keine Ereignisse</translation>
    </message>
    <message>
        <source>No image is judged relevant yet.</source>
        <translation>Noch kein Bild ist als relevant beurteilt.</translation>
    </message>
    <message>
        <source>No image is relevant to more than one of the topics that are ticked as exclusive.</source>
        <translation>Kein Bild ist für mehr als eines der als ausschließend angekreuzten Themen relevant.</translation>
    </message>
    <message>
        <source>No image is relevant to several topics.</source>
        <translation>Kein Bild ist für mehrere Themen relevant.</translation>
    </message>
    <message>
        <source>No image of this tab passes the filter.</source>
        <translation>Kein Bild dieses Reiters entspricht dem Filter.</translation>
    </message>
    <message>
        <source>No image was judged by {names}.</source>
        <translation>Kein Bild wurde von {names} beurteilt.</translation>
    </message>
    <message>
        <source>No images belong together</source>
        <translation>Keine Bilder gehören zusammen</translation>
    </message>
    <message>
        <source>No judged image to compare with yet: select two images instead</source>
        <translation>Noch kein beurteiltes Bild zum Vergleichen: Wählen Sie stattdessen zwei Bilder aus</translation>
    </message>
    <message>
        <source>No judgement looks like a mistake.</source>
        <translation>Keine Beurteilung sieht nach einem Fehler aus.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>No key matches.</source>
        <translation>Keine passende Taste.</translation>
    </message>
    <message>
        <source>No likely range is given: audits have to meet at least {least_seen} relevant images in at least {least_drawn} drawn ones.</source>
        <translation>Ein wahrscheinlicher Bereich wird nicht angegeben: Stichproben müssen unter mindestens {least_drawn} gezogenen Bildern mindestens {least_seen} relevante treffen.</translation>
    </message>
    <message>
        <source>No neighbor search is running.</source>
        <translation>Es läuft keine Nachbarsuche.</translation>
    </message>
    <message>
        <source>No stacks</source>
        <translation>Keine Gruppen</translation>
    </message>
    <message>
        <source>No task is running. Exports, neighbor searches and similar tasks are listed here.</source>
        <translation>Keine Aufgabe läuft. Exporte, Nachbarsuchen und ähnliche Aufgaben stehen hier.</translation>
    </message>
    <message>
        <source>No unlabelled image further on</source>
        <translation>Kein weiteres unbeurteiltes Bild</translation>
    </message>
    <message>
        <source>Nobody has judged anything in this copy.</source>
        <translation>In dieser Kopie wurde noch nichts beurteilt.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Noise variance of a judgement: larger values trust single judgements less.</source>
        <translation>Rauschvarianz einer Beurteilung: Größere Werte trauen einzelnen Beurteilungen weniger.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>None before this one</source>
        <translation>Keines vor diesem</translation>
    </message>
    <message>
        <source>None chosen yet</source>
        <translation>Noch keine gewählt</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n nearest is judged; judgements reach it from further away only</source>
        <translation>
            <numerusform>Das nächste Bild ist nicht beurteilt (%n); Beurteilungen erreichen es nur von weiter her</numerusform>
            <numerusform>Keines der %n nächsten ist beurteilt; Beurteilungen erreichen es nur von weiter her</numerusform>
        </translation>
    </message>
    <message>
        <source>None of the topics that the runs rank has a relevant image yet. Judge some first.</source>
        <translation>Keines der Themen in den Runs hat schon ein relevantes Bild. Beurteilen Sie zuerst einige.</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>None: relevant or not</source>
        <translation>Keine: relevant oder nicht</translation>
    </message>
    <message>
        <source>Not believed</source>
        <translation>Nicht geglaubte</translation>
    </message>
    <message>
        <source>Not in the filter</source>
        <translation>Nicht im Filter</translation>
    </message>
    <message>
        <source>Not known yet; images are compared by their features only</source>
        <translation>Noch nicht bekannt; Bilder werden nur nach ihren Merkmalen verglichen</translation>
    </message>
    <message>
        <source>Not ranked yet</source>
        <translation>Noch keine Rangliste</translation>
    </message>
    <message>
        <source>Not relevant</source>
        <translation>Nicht relevant</translation>
    </message>
    <message>
        <source>Not saved: {error}</source>
        <translation>Nicht gespeichert: {error}</translation>
    </message>
    <message>
        <source>Not so far: the model did not ask about it. You can judge it all the same.</source>
        <translation>Bisher nicht: Das Modell hat nicht danach gefragt. Beurteilen können Sie es trotzdem.</translation>
    </message>
    <message>
        <source>Not with the features of this project.</source>
        <translation>Nicht mit den Merkmalen dieses Projekts.</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Noch nicht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on {name}</source>
        <translation>Notiz zu {name}</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Notiz…</translation>
    </message>
    <message>
        <source>Nothing answers to: {words}</source>
        <translation>Nichts passt zu: {words}</translation>
    </message>
    <message>
        <source>Nothing can be said of an image without features: its features contain NaN or Inf.</source>
        <translation>Über ein Bild ohne Merkmale lässt sich nichts sagen: seine Merkmale enthalten NaN oder Inf.</translation>
    </message>
    <message>
        <source>Nothing has changed; {found} images are there.</source>
        <translation>Nichts hat sich geändert; {found} Bilder sind da.</translation>
    </message>
    <message>
        <source>Nothing is changed before you press Import, and undo takes all of it back in one step.</source>
        <translation>Nichts wird geändert, bevor Sie „Übernehmen“ drücken, und Rückgängig nimmt alles in einem Schritt zurück.</translation>
    </message>
    <message>
        <source>Nothing is disputed.</source>
        <translation>Nichts ist strittig.</translation>
    </message>
    <message>
        <source>Nothing is known about images that were never shown. Draw a random sample to find out.</source>
        <translation>Über nie gezeigte Bilder ist nichts bekannt. Eine Zufallsstichprobe gibt Auskunft.</translation>
    </message>
    <message>
        <source>Nothing is known about images that were never shown: no audit was drawn. Draw a random sample (audit) to find out.</source>
        <translation>Über nie gezeigte Bilder ist nichts bekannt: Es wurde keine Stichprobe gezogen. Eine Zufallsstichprobe gibt Auskunft.</translation>
    </message>
    <message>
        <source>Nothing is left of {text!r}: what is added is subtracted again, or does not count.</source>
        <translation>Von {text!r} bleibt nichts übrig: Was dazukommt, wird wieder abgezogen oder zählt nicht.</translation>
    </message>
    <message>
        <source>Nothing is wrong.</source>
        <translation>Alles ist in Ordnung.</translation>
    </message>
    <message>
        <source>Nothing judged is lost: moved images keep their labels, and those that are gone keep theirs too.</source>
        <translation>Nichts Bewertetes geht verloren: Verschobene Bilder behalten ihre Labels, und verschwundene auch.</translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation>Kein Treffer.</translation>
    </message>
    <message>
        <source>Nothing relevant is found yet, so there is no recall to certify.</source>
        <translation>Noch ist nichts Relevantes gefunden, also gibt es nichts zu bescheinigen.</translation>
    </message>
    <message>
        <source>Nothing relevant is found yet. An example image or other words may help.</source>
        <translation>Noch ist nichts Relevantes gefunden. Ein Beispielbild oder andere Wörter können helfen.</translation>
    </message>
    <message>
        <source>Nothing that the program knows by name answers to {words}. Try a more common English word, or pick examples instead.</source>
        <translation>Nichts, was das Programm beim Namen kennt, passt zu {words}. Versuchen Sie ein gebräuchlicheres englisches Wort, oder wählen Sie Beispiele.</translation>
    </message>
    <message>
        <source>Nothing to change: the label is the same</source>
        <translation>Nichts zu ändern: Die Beurteilung ist dieselbe</translation>
    </message>
    <message>
        <source>Nothing was added.</source>
        <translation>Nichts wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>Nothing was stored: {error}</source>
        <translation>Nichts wurde gespeichert: {error}</translation>
    </message>
    <message>
        <source>Nothing was taken back.</source>
        <translation>Es wurde nichts zurückgenommen.</translation>
    </message>
    <message>
        <source>Novelty</source>
        <translation>Neuheit</translation>
    </message>
    <message>
        <source>NumPy archive</source>
        <translation>NumPy-Archiv</translation>
    </message>
    <message>
        <source>NumPy archive with X_train and X_test</source>
        <translation>NumPy-Archiv mit X_train und X_test</translation>
    </message>
    <message>
        <source>NumPy array</source>
        <translation>NumPy-Array</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Number of clusters</source>
        <translation>Anzahl der Cluster</translation>
    </message>
    <message>
        <source>Number of clusters from which the radius is derived.</source>
        <translation>Gruppen, nach denen der Radius bestimmt wird.</translation>
    </message>
    <message>
        <source>Number of clusters; auto is the number of images requested.</source>
        <translation>Anzahl der Gruppen; automatisch ist es die Anzahl gewünschter Bilder.</translation>
    </message>
    <message>
        <source>Number of images clustered, as a multiple of the batch size.</source>
        <translation>Die Gruppen werden aus dem So-und-so-Vielfachen der gewünschten Bilder gebildet.</translation>
    </message>
    <message>
        <source>Number of images clustered; a random sample if there are more.</source>
        <translation>Zufällige Bilder, die gruppiert werden, wo es mehr gibt.</translation>
    </message>
    <message>
        <source>Number of images examined closely, the best before the batch; auto is 10,000.</source>
        <translation>So viele Bilder genau untersuchen, die besten vor dem Stapel; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined closely, the farthest before the batch; auto is 10,000.</source>
        <translation>So viele Bilder genau untersuchen, die entferntesten vor dem Stapel; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined closely, the most promising ones.</source>
        <translation>Bilder, die genau untersucht werden, die aussichtsreichsten.</translation>
    </message>
    <message>
        <source>Number of images examined, the individually most informative ones; auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die für sich am meisten verraten; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined, the most likely relevant ones.</source>
        <translation>Untersuchte Bilder, die wahrscheinlich relevantesten.</translation>
    </message>
    <message>
        <source>Number of images examined, the most uncertain ones.</source>
        <translation>Untersuchte Bilder, die unsichersten.</translation>
    </message>
    <message>
        <source>Number of images examined, the most uncertain ones; auto is 10,000 (200 for min-entropy and surprise).</source>
        <translation>Untersuchte Bilder, die unsichersten; automatisch: 10.000 (200 für Min-Entropie und Überraschung).</translation>
    </message>
    <message>
        <source>Number of images examined, the most uncertain ones; auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die unsichersten; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined, the nearest to the boundary; auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die der Grenze nächsten; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined, those with the highest score; auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die mit dem höchsten Wert; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined, those with the largest variance (corr, logdet); auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die am wenigsten bekannten (corr, logdet); automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined, those with the largest variance; auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die am wenigsten bekannten; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined, those with the longest gradients; auto is 10,000.</source>
        <translation>So viele Bilder untersuchen, die mit den längsten Gradienten; automatisch sind es 10.000.</translation>
    </message>
    <message>
        <source>Number of images examined: half the highest ranked, half the most uncertain ones.</source>
        <translation>Untersuchte Bilder: zur Hälfte die höchstplatzierten, zur Hälfte die unsichersten.</translation>
    </message>
    <message>
        <source>Number of images examined: half the most uncertain ones, half a random sample.</source>
        <translation>Untersuchte Bilder: zur Hälfte die unsichersten, zur Hälfte eine Zufallsstichprobe.</translation>
    </message>
    <message>
        <source>Number of images for which values are drawn, those that may be best.</source>
        <translation>Bilder, unter denen Werte gezogen werden, jene, die die besten sein können.</translation>
    </message>
    <message>
        <source>Number of images voted on: four in five are the nearest to the boundary, the others random.</source>
        <translation>Bilder, über die abgestimmt wird: vier von fünf die der Grenze nächsten, die übrigen zufällig.</translation>
    </message>
    <message>
        <source>Number of judgements that only collect, before learning starts.</source>
        <translation>Beurteilungen, die nur dem Sammeln dienen, bevor das Lernen beginnt.</translation>
    </message>
    <message>
        <source>Number of judgements you still want to make, including this batch; 1 does not look ahead.</source>
        <translation>Beurteilungen, die Sie noch geben wollen, einschließlich dieses Stapels; 1 sieht nicht weiter voraus.</translation>
    </message>
    <message>
        <source>Number of nearest images connected to each image in the graph.</source>
        <translation>Nächste Bilder, mit denen ein Bild im Graphen verbunden ist.</translation>
    </message>
    <message>
        <source>Number of nearest images that count.</source>
        <translation>Nächste Bilder, deren Ähnlichkeit zählt.</translation>
    </message>
    <message>
        <source>Number of nearest images that define the density.</source>
        <translation>Nächste Bilder, deren Ähnlichkeit die Dichte ausmacht.</translation>
    </message>
    <message>
        <source>Number of random images among which neighbors are searched.</source>
        <translation>Zufällige Bilder, unter denen Nachbarn gesucht werden.</translation>
    </message>
    <message>
        <source>Number of random images in which expected errors are counted.</source>
        <translation>Zufällige Bilder, in denen erwartete Fehler gezählt werden.</translation>
    </message>
    <message>
        <source>Number of random images that may be chosen and should be covered.</source>
        <translation>Zufällige Bilder, die gewählt werden können und abzudecken sind.</translation>
    </message>
    <message>
        <source>Number of random images that may be chosen, and their neighbors.</source>
        <translation>Zufällige Bilder, die gewählt werden können, und ihre Nachbarn.</translation>
    </message>
    <message>
        <source>Number of random images that represent the collection when coverage is measured.</source>
        <translation>Bilder, die für die Sammlung stehen, wenn die Abdeckung gemessen wird.</translation>
    </message>
    <message>
        <source>Number of random images whose change of prediction is measured.</source>
        <translation>Zufällige Bilder, in deren Vorhersagen Änderungen gezählt werden.</translation>
    </message>
    <message>
        <source>Number of random images whose relevance the answers should inform about.</source>
        <translation>Zufällige Bilder, über deren Relevanz die Antwort etwas verraten soll.</translation>
    </message>
    <message>
        <source>Number of random images whose uncertainty is measured.</source>
        <translation>Zufällige Bilder, deren Unsicherheit gezählt wird.</translation>
    </message>
    <message>
        <source>Number of random images whose variance is measured.</source>
        <translation>Zufällige Bilder, deren Varianz gezählt wird.</translation>
    </message>
    <message>
        <source>Number pad</source>
        <translation>Ziffernblock</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Zielgröße</translation>
    </message>
    <message>
        <source>Observations of camera traps (Camtrap DP)</source>
        <translation>Beobachtungen von Kamerafallen (Camtrap DP)</translation>
    </message>
    <message>
        <source>Occurrences (Darwin Core archive)</source>
        <translation>Vorkommen (Darwin-Core-Archiv)</translation>
    </message>
    <message>
        <source>Of a stack (a burst, near-duplicates or an event), show one image per batch.</source>
        <translation>Von einer Gruppe (einer Serie, fast gleichen Bildern oder einem Ereignis) ein Bild pro Stapel zeigen.</translation>
    </message>
    <message>
        <source>Offset of the cameras&apos; clocks from UTC, used where no package gives it.</source>
        <translation>Abstand der Kamerauhren zu UTC, wo kein Paket ihn nennt.</translation>
    </message>
    <message>
        <source>On a cluster, a topic can be limited by a filter, but not by weights or strata. Switch them off in the settings of the topic.</source>
        <translation>Auf einem Cluster kann ein Thema durch einen Filter eingeschränkt werden, aber nicht durch Gewichte oder Schichten. Schalten Sie diese in den Einstellungen des Themas ab.</translation>
    </message>
    <message>
        <source>On a cluster, rules cannot be used. Remove the rules of the topic, or work on this machine.</source>
        <translation>Auf einem Cluster können keine Regeln verwendet werden. Entfernen Sie die Regeln des Themas, oder arbeiten Sie auf diesem Rechner.</translation>
    </message>
    <message>
        <source>On a cluster, the first batch cannot be chosen without a judgement. Judge an image or pick an example first.</source>
        <translation>Auf einem Cluster kann die erste Auswahl nicht ohne Beurteilung getroffen werden. Beurteilen Sie zuerst ein Bild, oder wählen Sie ein Beispiel.</translation>
    </message>
    <message>
        <source>On a cluster, words cannot be used. Take the words of the topic off, or work on this machine.</source>
        <translation>Auf einem Cluster können keine Wörter verwendet werden. Nehmen Sie die Wörter des Themas weg, oder arbeiten Sie auf diesem Rechner.</translation>
    </message>
    <message>
        <source>On how many images it votes</source>
        <translation>Zu wie vielen Bildern sie abstimmt</translation>
    </message>
    <message>
        <source>On start, open the project that was open last, as it was.</source>
        <translation>Beim Start das zuletzt geöffnete Projekt öffnen, so wie es war.</translation>
    </message>
    <message>
        <source>One file per judged image with its label as a tag.</source>
        <translation>Eine Datei je bewertetem Bild mit seinem Label als Schlagwort.</translation>
    </message>
    <message>
        <source>One file per judged image with its label as flags.</source>
        <translation>Eine Datei je bewertetem Bild mit seinem Label als Flags.</translation>
    </message>
    <message>
        <source>One file per judged image with its pick label and tags, merged with an existing one.</source>
        <translation>Eine Datei je bewertetem Bild mit Auswahlmarkierung und Schlagwörtern, zusammengeführt mit einer vorhandenen.</translation>
    </message>
    <message>
        <source>One folder per class with its images, as ImageFolder of torchvision, Keras and YOLO read them.</source>
        <translation>Ein Ordner je Klasse mit ihren Bildern, wie ImageFolder von torchvision, Keras und YOLO sie lesen.</translation>
    </message>
    <message>
        <source>One is written by Topic &gt; Save for other collections….</source>
        <translation>Thema &gt; Für andere Sammlungen speichern… schreibt eines.</translation>
    </message>
    <message>
        <source>One object per image, and every judgement ever made in a second file, for scripts.</source>
        <translation>Ein Objekt je Bild und in einer zweiten Datei jede je gemachte Bewertung, für Skripte.</translation>
    </message>
    <message>
        <source>One representative per group of borderline images (triple criteria active learning).</source>
        <translation>Bilder, die für Gruppen von Grenzfällen stehen (triple criteria active learning).</translation>
    </message>
    <message>
        <source>Only 1 image is left to judge.</source>
        <translation>Nur noch 1 Bild ist zu beurteilen.</translation>
    </message>
    <message>
        <source>Only exact copies of judged images are left.</source>
        <translation>Übrig sind nur exakte Kopien beurteilter Bilder.</translation>
    </message>
    <message>
        <source>Only one label occurs, so nothing can be said beyond chance.</source>
        <translation>Nur eine Beurteilung kommt vor; über den Zufall hinaus lässt sich nichts sagen.</translation>
    </message>
    <message>
        <source>Only so many images, best first; 0 for all.</source>
        <translation>Nur so viele Bilder, beste zuerst; 0 für alle.</translation>
    </message>
    <message numerus="yes">
        <source>Only the %n image(s) that you selected on the map</source>
        <translation>
            <numerusform>Nur %n Bild, das Sie auf der Karte ausgewählt haben</numerusform>
            <numerusform>Nur die %n Bilder, die Sie auf der Karte ausgewählt haben</numerusform>
        </translation>
    </message>
    <message>
        <source>Only while one image fills the window.</source>
        <translation>Nur während ein Bild das Fenster füllt.</translation>
    </message>
    <message>
        <source>Only you have judged this topic. “Share with another person…” in the menu Project makes a copy for somebody else.</source>
        <translation>Nur Sie haben dieses Thema beurteilt. „Mit einer anderen Person teilen…“ im Menü „Projekt“ erstellt eine Kopie für jemand anderen.</translation>
    </message>
    <message>
        <source>Only {k} images are left to judge.</source>
        <translation>Nur noch {k} Bilder sind zu beurteilen.</translation>
    </message>
    <message>
        <source>Open Topic &gt; Strategy and model &gt; Which images and press Measure sharpness and brightness.</source>
        <translation>Öffnen Sie Thema &gt; Strategie und Modell &gt; Welche Bilder und drücken Sie Schärfe und Helligkeit messen.</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open a project file.</source>
        <translation>Eine Projektdatei öffnen.</translation>
    </message>
    <message>
        <source>Open a project first.</source>
        <translation>Öffnen Sie zuerst ein Projekt.</translation>
    </message>
    <message>
        <source>Open image</source>
        <translation>Bild öffnen</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open or close the stack</source>
        <translation>Gruppe öffnen oder schließen</translation>
    </message>
    <message>
        <source>Open panels</source>
        <translation>Offene Felder</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Open read-only</source>
        <translation>Nur lesend öffnen</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the folder of the image</source>
        <translation>Ordner des Bildes öffnen</translation>
    </message>
    <message>
        <source>Open the handwritten digits that come with the program.</source>
        <translation>Die mitgelieferten handgeschriebenen Ziffern öffnen.</translation>
    </message>
    <message>
        <source>Opening the project asks whether it may read them</source>
        <translation>Beim Öffnen fragt das Projekt, ob es sie lesen darf</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} wird geöffnet</translation>
    </message>
    <message>
        <source>Options of the format</source>
        <translation>Optionen des Formats</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Order of channels (C), rows (H) and columns (W).</source>
        <translation>Reihenfolge von Kanälen (C), Zeilen (H) und Spalten (W).</translation>
    </message>
    <message>
        <source>Order of the colors.</source>
        <translation>Reihenfolge der Farben.</translation>
    </message>
    <message>
        <source>Order of the list.</source>
        <translation>Reihenfolge der Liste.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>P, X and U: in the same place on all keyboards, never with Shift.</source>
        <translation>P, X und U: auf allen Tastaturen am selben Platz, nie mit Umschalt.</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the topics</source>
        <translation>Seiten der Themen</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Seitenleisten</translation>
    </message>
    <message>
        <source>Parameters of the strategy</source>
        <translation>Parameter der Strategie</translation>
    </message>
    <message>
        <source>Parquet needs {missing_extra}. CSV and JSON Lines hold the same.</source>
        <translation>Parquet braucht {missing_extra}. CSV und JSON Lines enthalten dasselbe.</translation>
    </message>
    <message>
        <source>Parquet, features from {column}</source>
        <translation>Parquet, Merkmale aus {column}</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Pattern of the names</source>
        <translation>Muster der Namen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause that ends an event</source>
        <translation>Pause, die ein Ereignis beendet</translation>
    </message>
    <message>
        <source>Penalty on the weights of the regression.</source>
        <translation>Strafe auf die Gewichte der Regression.</translation>
    </message>
    <message numerus="yes">
        <source>Perhaps %n mistake(s), but none stands out.</source>
        <translation>
            <numerusform>Vielleicht gibt es %n Fehler, aber keiner fällt auf.</numerusform>
            <numerusform>Vielleicht gibt es %n Fehler, aber keiner fällt auf.</numerusform>
        </translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Pick</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Pick examples of “{topic}”</source>
        <translation>Beispiele für „{topic}“ auswählen</translation>
    </message>
    <message>
        <source>Pick examples…</source>
        <translation>Beispiele auswählen…</translation>
    </message>
    <message>
        <source>Pick labels and tags of digiKam (XMP sidecars)</source>
        <translation>Auswahlmarkierungen und Schlagwörter von digiKam (XMP-Begleitdateien)</translation>
    </message>
    <message>
        <source>Pick, reject and unflag with P, X and U; E and G switch from the grid to one image and back.</source>
        <translation>Annehmen, ablehnen und Marke entfernen mit P, X und U; E und G wechseln vom Raster zu einem Bild und zurück.</translation>
    </message>
    <message>
        <source>Picked as examples</source>
        <translation>Als Beispiele gewählt</translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)</source>
        <translation>Bild (*.png);;Zeichnung (*.svg);;Zahlen (*.csv)</translation>
    </message>
    <message>
        <source>Pictures ({suffixes});;All files (*)</source>
        <translation>Bilder ({suffixes});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Place in the ranking with every judgement made so far, and when the batch was chosen.</source>
        <translation>Platz in der Rangliste mit allen bisherigen Beurteilungen, und als der Stapel gewählt wurde.</translation>
    </message>
    <message>
        <source>Plans ahead to find the most within a limited number of judgements; for rare things and little time.</source>
        <translation>Denkt voraus, um mit einigen hundert Beurteilungen am meisten zu finden; für Seltenes und wenig Zeit.</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Erweiterung</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>Erweiterungen</translation>
    </message>
    <message>
        <source>Plugins are programs: they can read, change and send everything that you can. Tick only what you trust. They are in {folder}; a changed file is not run until it is ticked again.</source>
        <translation>Erweiterungen sind Programme: Sie können alles lesen, ändern und versenden, was Sie können. Haken Sie nur an, wem Sie vertrauen. Sie liegen in {folder}; eine geänderte Datei wird erst ausgeführt, wenn sie wieder angehakt ist.</translation>
    </message>
    <message>
        <source>Plugins of this project</source>
        <translation>Erweiterungen dieses Projekts</translation>
    </message>
    <message>
        <source>Plugins…</source>
        <translation>Erweiterungen…</translation>
    </message>
    <message>
        <source>Plus and minus judge the selected images; Ctrl with plus and minus zooms.</source>
        <translation>Plus und Minus beurteilen die ausgewählten Bilder; Strg mit Plus und Minus vergrößert.</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Pool</translation>
    </message>
    <message>
        <source>Pool runs of other systems</source>
        <translation>Runs anderer Systeme poolen</translation>
    </message>
    <message>
        <source>Pool runs of other systems…</source>
        <translation>Runs anderer Systeme poolen…</translation>
    </message>
    <message>
        <source>Pool: {judged} of {size} judged</source>
        <translation>Pool: {judged} von {size} beurteilt</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Hochformat</translation>
    </message>
    <message>
        <source>Possible relevance</source>
        <translation>Mögliche Relevanz</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Potenz</translation>
    </message>
    <message>
        <source>Power of the score: 0 draws uniformly, large values take the best images.</source>
        <translation>Potenz des Werts: 0 zieht alle Bilder gleich, große Werte nehmen die besten.</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Vorhergesagte</translation>
    </message>
    <message>
        <source>Predicted relevance</source>
        <translation>Vorhergesagte Relevanz</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Preparing the sample</source>
        <translation>Das Beispielprojekt wird vorbereitet</translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>Taste drücken</translation>
    </message>
    <message>
        <source>Press an image to leave it without a label.</source>
        <translation>Ein Klick auf ein Bild nimmt es von der Beurteilung aus.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Previous topic</source>
        <translation>Vorheriges Thema</translation>
    </message>
    <message>
        <source>Previous unlabelled image</source>
        <translation>Vorheriges unbeurteiltes Bild</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken…</translation>
    </message>
    <message>
        <source>Prior mean</source>
        <translation>Vorannahme</translation>
    </message>
    <message>
        <source>Prior variance of the relevance function.</source>
        <translation>Anfangsvarianz der Relevanzfunktion.</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Probability of being drawn</source>
        <translation>Wahrscheinlichkeit, gezogen zu werden</translation>
    </message>
    <message>
        <source>Probability that an image is a candidate, e.g. 0.2 + 0.8 * (month == 5).</source>
        <translation>Wahrscheinlichkeit von 0 bis 1, dass ein Bild in Frage kommt, z. B. 0.2 + 0.8 * (month == 5).</translation>
    </message>
    <message numerus="yes">
        <source>Probably %n mistake(s) or more.</source>
        <translation>
            <numerusform>Wahrscheinlich %n Fehler oder mehr.</numerusform>
            <numerusform>Wahrscheinlich %n Fehler oder mehr.</numerusform>
        </translation>
    </message>
    <message>
        <source>Probably not relevant</source>
        <translation>Wahrscheinlich nicht relevant</translation>
    </message>
    <message>
        <source>Probably relevant</source>
        <translation>Wahrscheinlich relevant</translation>
    </message>
    <message>
        <source>Probably {share} of its votes are right ({low} to {high}).</source>
        <translation>Vermutlich sind {share} ihrer Stimmen richtig ({low} bis {high}).</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Problems with images</source>
        <translation>Probleme mit Bildern</translation>
    </message>
    <message>
        <source>Prodigy</source>
        <translation>Prodigy</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Progress of computing features</source>
        <translation>Fortschritt der Berechnung</translation>
    </message>
    <message>
        <source>Progress of copying</source>
        <translation>Fortschritt des Kopierens</translation>
    </message>
    <message>
        <source>Progress of creating the project</source>
        <translation>Fortschritt beim Anlegen des Projekts</translation>
    </message>
    <message>
        <source>Progress of looking</source>
        <translation>Fortschritt der Suche</translation>
    </message>
    <message>
        <source>Progress of measuring</source>
        <translation>Fortschritt der Messung</translation>
    </message>
    <message>
        <source>Progress of opening</source>
        <translation>Fortschritt beim Öffnen</translation>
    </message>
    <message>
        <source>Progress of reading</source>
        <translation>Fortschritt des Lesens</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Einlesens</translation>
    </message>
    <message>
        <source>Progress of the model</source>
        <translation>Fortschritt des Modells</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>Fortschritt der Suche</translation>
    </message>
    <message>
        <source>Progress of the tasks</source>
        <translation>Fortschritt der Aufgaben</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Project &gt; Look for changed files finds moved ones</source>
        <translation>Projekt &gt; Nach geänderten Dateien suchen findet verschobene</translation>
    </message>
    <message>
        <source>Project file</source>
        <translation>Projektdatei</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Projects (*{project_suffix})</source>
        <translation>Projekte (*{project_suffix})</translation>
    </message>
    <message>
        <source>Projects (*{project_suffix});;All files (*)</source>
        <translation>Projekte (*{project_suffix});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Pseudo labels</source>
        <translation>Angenommene Beurteilungen</translation>
    </message>
    <message>
        <source>Put in a column</source>
        <translation>Spalte einfügen</translation>
    </message>
    <message>
        <source>Put in a column…</source>
        <translation>Spalte einfügen…</translation>
    </message>
    <message>
        <source>Put in the current image</source>
        <translation>Das aktuelle Bild einsetzen</translation>
    </message>
    <message>
        <source>Put the original file back, say where it is now, or use this one instead.</source>
        <translation>Legen Sie die ursprüngliche Datei zurück, geben Sie an, wo sie jetzt ist, oder verwenden Sie stattdessen diese.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radius</translation>
    </message>
    <message>
        <source>Radius of a ball, in units of feature distance; auto derives it from the clusters.</source>
        <translation>Radius einer Kugel, in Einheiten des Merkmalsabstands; automatisch wird er aus den Gruppen bestimmt.</translation>
    </message>
    <message>
        <source>Random check</source>
        <translation>Zufallsprüfung</translation>
    </message>
    <message>
        <source>Range of a judgement in units of feature distance; auto is the median distance between images.</source>
        <translation>Wie weit eine Beurteilung reicht, in Einheiten des Merkmalsabstands; automatisch ist es der mittlere Abstand der Bilder.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Rank the collection with every judgement made so far.</source>
        <translation>Die Sammlung mit allen bisherigen Beurteilungen neu ordnen.</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>Rangliste</translation>
    </message>
    <message>
        <source>Ranking and judgements for ranx</source>
        <translation>Rangliste und Bewertungen für ranx</translation>
    </message>
    <message>
        <source>Ranking as Parquet</source>
        <translation>Rangliste als Parquet</translation>
    </message>
    <message>
        <source>Ranking as a TREC run</source>
        <translation>Rangliste als TREC-Lauf</translation>
    </message>
    <message>
        <source>Ranking as a table</source>
        <translation>Rangliste als Tabelle</translation>
    </message>
    <message>
        <source>Ranking by your words</source>
        <translation>Rangfolge nach Ihren Wörtern</translation>
    </message>
    <message numerus="yes">
        <source>Ranking by {source} (%n judgement(s))</source>
        <translation>
            <numerusform>Rangliste nach {source} (%n Beurteilung)</numerusform>
            <numerusform>Rangliste nach {source} (%n Beurteilungen)</numerusform>
        </translation>
    </message>
    <message>
        <source>Ranking of the collection</source>
        <translation>Rangliste der Sammlung</translation>
    </message>
    <message>
        <source>Ranking of the unjudged images as a TREC run</source>
        <translation>Rangliste der unbeurteilten Bilder als TREC-Lauf</translation>
    </message>
    <message>
        <source>Rather not relevant</source>
        <translation>Eher nicht relevant</translation>
    </message>
    <message>
        <source>Rather relevant</source>
        <translation>Eher relevant</translation>
    </message>
    <message>
        <source>Read every image once, so that it is recognized after it is renamed.</source>
        <translation>Jedes Bild einmal lesen, damit es nach dem Umbenennen wiedererkannt wird.</translation>
    </message>
    <message>
        <source>Read the manual in a browser; it is stored on this machine.</source>
        <translation>Das Handbuch im Browser lesen; es liegt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Reading the network…</source>
        <translation>Das Netz wird gelesen…</translation>
    </message>
    <message>
        <source>Reading when and with what the images were taken</source>
        <translation>Aufnahmedatum und Kamera der Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Reading when the images were taken</source>
        <translation>Aufnahmezeiten werden gelesen</translation>
    </message>
    <message>
        <source>Reading who said what</source>
        <translation>Lesen, wer was gesagt hat</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lese…</translation>
    </message>
    <message>
        <source>Recent project</source>
        <translation>Zuletzt geöffnetes Projekt</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
        <source>Recover creates an intact project.</source>
        <translation>„Wiederherstellen“ legt ein heiles Projekt an.</translation>
    </message>
    <message>
        <source>Recover derives them</source>
        <translation>„Wiederherstellen“ leitet sie neu ab</translation>
    </message>
    <message>
        <source>Recovered: {labels} labels and {steps} steps are in {name}. The damaged project is unchanged.</source>
        <translation>Wiederhergestellt: {labels} Beurteilungen und {steps} Schritte sind in {name}. Das beschädigte Projekt ist unverändert.</translation>
    </message>
    <message>
        <source>Recovering {name}</source>
        <translation>{name} wird wiederhergestellt</translation>
    </message>
    <message>
        <source>Recover…</source>
        <translation>Wiederherstellen…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo the last undone judgement.</source>
        <translation>Das Zurückgenommene wiederherstellen.</translation>
    </message>
    <message>
        <source>Redone</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Refused names</source>
        <translation>Abgelehnte Namen</translation>
    </message>
    <message>
        <source>Relevant</source>
        <translation>Relevant</translation>
    </message>
    <message>
        <source>Relevant and irrelevant images for trec_eval, ir_measures and similar tools.</source>
        <translation>Relevante und irrelevante Bilder für trec_eval, ir_measures und Ähnliches.</translation>
    </message>
    <message>
        <source>Relevant images in the latest batches: {recent}</source>
        <translation>Relevante Bilder in den letzten Stapeln: {recent}</translation>
    </message>
    <message>
        <source>Relevant share of every batch</source>
        <translation>Relevanter Anteil jedes Stapels</translation>
    </message>
    <message>
        <source>Relevant to several topics ({count})</source>
        <translation>Für mehrere Themen relevant ({count})</translation>
    </message>
    <message>
        <source>Remember</source>
        <translation>Merken</translation>
    </message>
    <message>
        <source>Remember as a profile</source>
        <translation>Als Profil merken</translation>
    </message>
    <message>
        <source>Remember as a profile…</source>
        <translation>Als Profil merken…</translation>
    </message>
    <message>
        <source>Remember contents</source>
        <translation>Inhalte merken</translation>
    </message>
    <message>
        <source>Remembered; the command line repeats it: annotator export PROJECT --profile NAME</source>
        <translation>Gemerkt; die Befehlszeile wiederholt es: annotator export PROJEKT --profile NAME</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove finished tasks from the list.</source>
        <translation>Beendete Aufgaben aus der Liste entfernen.</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove it from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Remove it from “{action}”</source>
        <translation>Von „{action}“ entfernen</translation>
    </message>
    <message>
        <source>Removed variance</source>
        <translation>Beseitigte Varianz</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename the topic</source>
        <translation>Thema umbenennen</translation>
    </message>
    <message>
        <source>Rename the topic…</source>
        <translation>Thema umbenennen…</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Datei ersetzen</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>Datei ersetzen?</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report (*.zip)</source>
        <translation>Bericht (*.zip)</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Fehler melden</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Fehler melden…</translation>
    </message>
    <message>
        <source>Representative images from parts of the collection without judgements, whether likely relevant or not.</source>
        <translation>Bilder, die für noch unbeurteilte Teile der Sammlung stehen, ob sie relevant scheinen oder nicht.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore it</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore the topic with all its judgements</source>
        <translation>Das Thema mit allen Beurteilungen wiederherstellen</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>Diese Sicherung zurückholen</translation>
    </message>
    <message>
        <source>Restored: {name}</source>
        <translation>Wiederhergestellt: {name}</translation>
    </message>
    <message>
        <source>Restoring {name}</source>
        <translation>{name} wird zurückgeholt</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Return to the newest batch.</source>
        <translation>Zum neuesten Stapel zurückkehren.</translation>
    </message>
    <message>
        <source>Return: look for what is in the frame. Or draw another rectangle. Esc: back</source>
        <translation>Eingabe: nach dem suchen, was im Rahmen ist. Oder ein anderes Rechteck ziehen. Esc: zurück</translation>
    </message>
    <message>
        <source>Review and save a problem report; nothing is sent.</source>
        <translation>Lesen und speichern, was die Entwickler wissen müssen; nichts wird versandt.</translation>
    </message>
    <message>
        <source>Ridge</source>
        <translation>Strafgewicht</translation>
    </message>
    <message>
        <source>Risen most since the last round</source>
        <translation>Seit der letzten Runde am stärksten gestiegen</translation>
    </message>
    <message>
        <source>Robust</source>
        <translation>Fehlertoleranz</translation>
    </message>
    <message>
        <source>Rotate the large image back by 90 degrees; the file does not change.</source>
        <translation>Das große Bild um ein Viertel zurückdrehen; die Datei bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Rotate the large image by 90 degrees; the file does not change.</source>
        <translation>Das große Bild um ein Viertel drehen; die Datei bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>Runde</translation>
    </message>
    <message>
        <source>Round {number}</source>
        <translation>Runde {number}</translation>
    </message>
    <message>
        <source>Round {round}</source>
        <translation>Runde {round}</translation>
    </message>
    <message>
        <source>Round {round}: {count} images</source>
        <translation>Runde {round}: {count} Bilder</translation>
    </message>
    <message>
        <source>Round {round}{earlier}</source>
        <translation>Runde {round}{earlier}</translation>
    </message>
    <message>
        <source>Row {bad} of the feature file contains NaN or Inf, or is out of all proportion, and cannot be used as a judgement.</source>
        <translation>Zeile {bad} der Merkmalsdatei enthält NaN oder Inf oder liegt außerhalb jedes Verhältnisses und ist als Beurteilung nicht verwendbar.</translation>
    </message>
    <message>
        <source>Rows with NaN or infinity; these images are never proposed.</source>
        <translation>Zeilen mit NaN oder unendlich; diese Bilder werden nie vorgeschlagen.</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Run and qrels as the JSON that ranx reads.</source>
        <translation>Run und Qrels als das JSON, das ranx liest.</translation>
    </message>
    <message>
        <source>Runs (*.run *.txt *.json *.csv *.tsv);;All files (*)</source>
        <translation>Runs (*.run *.txt *.json *.csv *.tsv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>SAFE procedure</source>
        <translation>SAFE-Verfahren</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>Sample and plugins</source>
        <translation>Beispiel und Erweiterungen</translation>
    </message>
    <message>
        <source>Samples that hold for the whole collection.</source>
        <translation>Stichproben, die für die ganze Sammlung gelten.</translation>
    </message>
    <message>
        <source>Save for other collections…</source>
        <translation>Für andere Sammlungen speichern…</translation>
    </message>
    <message>
        <source>Save the plots</source>
        <translation>Diagramme speichern</translation>
    </message>
    <message>
        <source>Save the plots to {file}</source>
        <translation>Diagramme speichern: {file}</translation>
    </message>
    <message>
        <source>Save the plots…</source>
        <translation>Diagramme speichern…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Save the topic for other collections</source>
        <translation>Das Thema für andere Sammlungen speichern</translation>
    </message>
    <message>
        <source>Save what the topic has learned, to begin with it in next year&apos;s images.</source>
        <translation>Speichern, was das Thema gelernt hat, um damit in den Bildern des nächsten Jahres zu beginnen.</translation>
    </message>
    <message numerus="yes">
        <source>Saved to {file}: %n judgement(s), without images and file names</source>
        <translation>
            <numerusform>In {file} gespeichert: %n Beurteilung, ohne Bilder und Dateinamen</numerusform>
            <numerusform>In {file} gespeichert: %n Beurteilungen, ohne Bilder und Dateinamen</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved topics (*{ending})</source>
        <translation>Gespeicherte Themen (*{ending})</translation>
    </message>
    <message>
        <source>Saved topics (*{ending});;All files (*)</source>
        <translation>Gespeicherte Themen (*{ending});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Gespeichert: {file}</translation>
    </message>
    <message>
        <source>Say in a few words what you are looking for, e.g. glass bottle, or street + night - snow.</source>
        <translation>Sagen Sie mit wenigen englischen Wörtern, was Sie suchen, z. B. glass bottle oder street + night - snow.</translation>
    </message>
    <message>
        <source>Say in words what the topic looks for.</source>
        <translation>Mit Wörtern sagen, was das Thema sucht.</translation>
    </message>
    <message>
        <source>Say what counts as relevant and what does not, with images of the collection.</source>
        <translation>Sagen Sie, was als relevant zählt und was nicht, mit Bildern der Sammlung.</translation>
    </message>
    <message>
        <source>Say what you know of the images before you judge them: “hour &lt; 6” is probably irrelevant, images in the folder “kites” are probably relevant. Rules may be wrong at times; your judgements correct them.</source>
        <translation>Sagen Sie, was Sie von den Bildern wissen, bevor Sie sie beurteilen: „hour &lt; 6“ ist wahrscheinlich irrelevant, Bilder im Ordner „Milane“ sind wahrscheinlich relevant. Regeln dürfen sich irren; Ihre Beurteilungen berichtigen sie.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Größter Wert</translation>
    </message>
    <message>
        <source>Scientific name of what the relevant images show, such as Meles meles; may be empty.</source>
        <translation>Wissenschaftlicher Name dessen, was die relevanten Bilder zeigen, etwa Meles meles; darf leer sein.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Score in a draw</source>
        <translation>Wert in einer Ziehung</translation>
    </message>
    <message>
        <source>Score, and difference from the rest of the batch</source>
        <translation>Wert und Unterschied zum Rest des Stapels</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Scores on images</source>
        <translation>Werte auf den Bildern</translation>
    </message>
    <message>
        <source>Search name, words or author</source>
        <translation>Name, Wörter oder Autor suchen</translation>
    </message>
    <message>
        <source>Search strategies</source>
        <translation>Strategien durchsuchen</translation>
    </message>
    <message>
        <source>Search with a part</source>
        <translation>Mit Ausschnitt suchen</translation>
    </message>
    <message>
        <source>Search with a picture…</source>
        <translation>Mit einem Bild suchen…</translation>
    </message>
    <message>
        <source>Search with the copied picture</source>
        <translation>Mit dem kopierten Bild suchen</translation>
    </message>
    <message>
        <source>Second image</source>
        <translation>Zweites Bild</translation>
    </message>
    <message>
        <source>See which images were added, moved, changed or removed.</source>
        <translation>Sehen, welche Bilder hinzugekommen, verschoben, geändert oder entfernt sind.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Select a suspected mistake or a disputed image first.</source>
        <translation>Wählen Sie zuerst einen vermuteten Fehler oder ein strittiges Bild aus.</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Select all images of the pane.</source>
        <translation>Alle Bilder des Bereichs auswählen.</translation>
    </message>
    <message>
        <source>Select an image first.</source>
        <translation>Wählen Sie zuerst ein Bild aus.</translation>
    </message>
    <message>
        <source>Select an image first; the others are then compared with it.</source>
        <translation>Wählen Sie zuerst ein Bild aus; die anderen werden dann mit ihm verglichen.</translation>
    </message>
    <message>
        <source>Select around an image</source>
        <translation>Um ein Bild herum auswählen</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Mehrere auswählen</translation>
    </message>
    <message>
        <source>Select twice as many images around the current one on the map, or half of them.</source>
        <translation>Auf der Karte doppelt so viele Bilder um das aktuelle herum auswählen, oder halb so viele.</translation>
    </message>
    <message>
        <source>Send it together with the images and the features, or to a machine that has them. Afterwards, “Bring judgements of another person…” reads it.</source>
        <translation>Schicken Sie sie zusammen mit den Bildern und den Merkmalen, oder an einen Rechner, der sie hat. Danach liest „Beurteilungen einer anderen Person holen…“ sie ein.</translation>
    </message>
    <message>
        <source>Set the pick label: accepted, rejected, pending. An image has only one for all topics.</source>
        <translation>Die Auswahlmarkierung setzen: angenommen, abgelehnt, offen. Ein Bild hat nur eine für alle Themen.</translation>
    </message>
    <message>
        <source>Set what you want from the next images.</source>
        <translation>Sagen, was Sie von den nächsten Bildern wollen.</translation>
    </message>
    <message>
        <source>Settings and examples</source>
        <translation>Einstellungen und Beispiele</translation>
    </message>
    <message>
        <source>Settings of the program.</source>
        <translation>Einstellungen des Programms.</translation>
    </message>
    <message>
        <source>Settings of your own</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Settings of your own.</source>
        <translation>Eigene Einstellungen.</translation>
    </message>
    <message>
        <source>Settle dense uncertain regions</source>
        <translation>Unsichere Mengen klären</translation>
    </message>
    <message>
        <source>Settle the rest of the collection</source>
        <translation>Den Rest der Sammlung klären</translation>
    </message>
    <message>
        <source>Several</source>
        <translation>Mehrere</translation>
    </message>
    <message>
        <source>Several columns fit: choose the one that is meant.</source>
        <translation>Mehrere Spalten passen: Wählen Sie die gemeinte.</translation>
    </message>
    <message>
        <source>Several strategies share every batch by weight, or rank the images together.</source>
        <translation>Mehrere Strategien teilen sich jeden Stapel nach Gewicht oder ordnen die Bilder gemeinsam.</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of every batch that collects likely relevant images; the rest teaches the model. 0 learns, 1 collects.</source>
        <translation>Anteil jedes Stapels, der sammelt, was relevant scheint; der Rest lehrt das Modell. 0 lernt, 1 sammelt.</translation>
    </message>
    <message>
        <source>Share of the batch</source>
        <translation>Anteil am Stapel</translation>
    </message>
    <message>
        <source>Share of the collection that has a label</source>
        <translation>Beurteilter Anteil der Sammlung</translation>
    </message>
    <message>
        <source>Share of the learning slots that explore the whole collection, as a multiple of the share of relevant judgements; 0 stays close to what was found.</source>
        <translation>Wie viele der Lernplätze auf die ganze Sammlung sehen, als Vielfaches des Anteils relevanter Bilder an den Beurteilungen; 0 bleibt nah am Gefundenen.</translation>
    </message>
    <message>
        <source>Share of the sample drawn uniformly; the rest prefers likely relevant images.</source>
        <translation>Anteil der Stichprobe, der aus allen Bildern gleich gezogen wird; der Rest wird dort gezogen, wo relevante wahrscheinlich sind.</translation>
    </message>
    <message>
        <source>Share of the shown images that you expect to answer (the others stay unsure).</source>
        <translation>Anteil der gezeigten Bilder, die Sie voraussichtlich beantworten (die anderen bleiben unsicher).</translation>
    </message>
    <message>
        <source>Share of the shown images that you expect to grade.</source>
        <translation>Anteil der gezeigten Bilder, die Sie voraussichtlich benoten.</translation>
    </message>
    <message>
        <source>Share of your answers that you expect to be wrong.</source>
        <translation>Anteil Ihrer Antworten, der voraussichtlich falsch ist.</translation>
    </message>
    <message>
        <source>Share thumbnails</source>
        <translation>Vorschaubilder teilen</translation>
    </message>
    <message>
        <source>Share with another person</source>
        <translation>Mit einer anderen Person teilen</translation>
    </message>
    <message>
        <source>Share with another person…</source>
        <translation>Mit einer anderen Person teilen…</translation>
    </message>
    <message numerus="yes">
        <source>Shared (%n conflict(s))</source>
        <translation>
            <numerusform>Gemeinsam (%n Konflikt)</numerusform>
            <numerusform>Gemeinsam (%n Konflikte)</numerusform>
        </translation>
    </message>
    <message>
        <source>Shared images</source>
        <translation>Gemeinsame Bilder</translation>
    </message>
    <message>
        <source>Shares of training, validation and test in percent, such as 80/10/10; empty for no parts. Bursts, near-duplicates and events are never divided.</source>
        <translation>Anteile von Training, Validierung und Test in Prozent, etwa 80/10/10; leer: keine Teile. Serien, fast gleiche Bilder und Ereignisse werden nie geteilt.</translation>
    </message>
    <message>
        <source>Sharpen the boundary</source>
        <translation>Die Grenze schärfen</translation>
    </message>
    <message>
        <source>Sharpen the boundary between groups</source>
        <translation>Die Grenze zwischen Gruppen schärfen</translation>
    </message>
    <message>
        <source>Sharpen the boundary from both sides</source>
        <translation>Die Grenze von beiden Seiten schärfen</translation>
    </message>
    <message>
        <source>Sharpen the boundary, each image different</source>
        <translation>Die Grenze schärfen, jedes Bild anders</translation>
    </message>
    <message>
        <source>Sharpen the boundary, one image per group</source>
        <translation>Die Grenze schärfen, ein Bild pro Gruppe</translation>
    </message>
    <message>
        <source>Show a picture of it…</source>
        <translation>Ein Bild davon zeigen…</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show all images of the stack to judge them one by one, or one card for all of them again.</source>
        <translation>Alle Bilder der Gruppe zeigen, um sie einzeln zu beurteilen, oder wieder eine Karte für alle.</translation>
    </message>
    <message>
        <source>Show all keys that currently apply.</source>
        <translation>Alle Tasten zeigen, die jetzt gelten.</translation>
    </message>
    <message>
        <source>Show every image by itself.</source>
        <translation>Jedes Bild für sich zeigen.</translation>
    </message>
    <message>
        <source>Show everything that was found</source>
        <translation>Alles zeigen, was gefunden wurde</translation>
    </message>
    <message>
        <source>Show in the ranking only the images on which this rule votes.</source>
        <translation>In der Rangliste nur die Bilder zeigen, zu denen diese Regel abstimmt.</translation>
    </message>
    <message>
        <source>Show its folder: Project &gt; Feature sets… &gt; Find the encoder….</source>
        <translation>Zeigen Sie seinen Ordner: Projekt &gt; Merkmalssätze … &gt; Encoder suchen ….</translation>
    </message>
    <message>
        <source>Show its images</source>
        <translation>Ihre Bilder zeigen</translation>
    </message>
    <message>
        <source>Show one card for images that a camera took without a longer pause, whatever they show.</source>
        <translation>Eine Karte für Bilder zeigen, die eine Kamera ohne längere Pause aufgenommen hat, was immer sie zeigen.</translation>
    </message>
    <message>
        <source>Show one card for images that were taken in a burst or look the same.</source>
        <translation>Eine Karte für Bilder zeigen, die in einer Serie aufgenommen wurden oder gleich aussehen.</translation>
    </message>
    <message>
        <source>Show one image pixel per screen pixel.</source>
        <translation>Ein Bildpixel pro Bildschirmpixel zeigen.</translation>
    </message>
    <message>
        <source>Show only one image and the judgements on the whole screen; Esc returns.</source>
        <translation>Den ganzen Bildschirm für ein Bild und die Beurteilungen verwenden; Esc führt zurück.</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>Nur diese zeigen</translation>
    </message>
    <message>
        <source>Show or hide all topics, and the images they share.</source>
        <translation>Alle Themen und ihre gemeinsamen Bilder zeigen oder ausblenden.</translation>
    </message>
    <message>
        <source>Show or hide background tasks: progress, remaining time, failures and their reasons.</source>
        <translation>Lange Arbeiten zeigen oder verbergen: wie weit sie sind, wie lange es noch dauert, was fehlschlug und warum.</translation>
    </message>
    <message>
        <source>Show or hide file, camera, place, metadata and judgements of the image.</source>
        <translation>Datei, Kamera, Ort, Metadaten und Beurteilungen des Bildes zeigen oder ausblenden.</translation>
    </message>
    <message>
        <source>Show or hide folders, dates, cameras and labels, to choose which images the ranking shows.</source>
        <translation>Ordner, Daten, Kameras und Beurteilungen ein- oder ausblenden, um zu wählen, welche Bilder die Rangliste zeigt.</translation>
    </message>
    <message>
        <source>Show or hide how far several people agree, and the images on which they do not.</source>
        <translation>Zeigen oder verbergen, wie weit mehrere Personen übereinstimmen, und bei welchen Bildern nicht.</translation>
    </message>
    <message>
        <source>Show or hide judgements that contradict the others.</source>
        <translation>Beurteilungen zeigen oder ausblenden, denen die anderen widersprechen.</translation>
    </message>
    <message>
        <source>Show or hide the images most similar to the current one.</source>
        <translation>Die dem aktuellen ähnlichsten Bilder zeigen oder ausblenden.</translation>
    </message>
    <message>
        <source>Show or hide the list of all judgements.</source>
        <translation>Die Liste aller Beurteilungen zeigen oder ausblenden.</translation>
    </message>
    <message>
        <source>Show or hide the map, where similar images are near each other.</source>
        <translation>Die Karte zeigen oder verbergen, auf der ähnliche Bilder beieinander liegen.</translation>
    </message>
    <message>
        <source>Show or hide the progress of the search: learning curve, estimates of what is hidden, stopping rules.</source>
        <translation>Zeigen oder ausblenden, wie weit die Suche ist: die Lernkurve, was verborgen sein kann, ob Sie aufhören sollten.</translation>
    </message>
    <message>
        <source>Show or hide the ranking next to the batch.</source>
        <translation>Die Rangliste neben dem Stapel zeigen oder ausblenden.</translation>
    </message>
    <message>
        <source>Show or hide the rules: conditions that say which images are probably relevant or irrelevant.</source>
        <translation>Die Regeln ein- oder ausblenden: Bedingungen, die sagen, welche Bilder wahrscheinlich relevant oder irrelevant sind.</translation>
    </message>
    <message>
        <source>Show or hide what counts as relevant to the topic and what does not, with images.</source>
        <translation>Zeigen oder verbergen, was für das Thema zählt und was nicht, mit Bildern.</translation>
    </message>
    <message>
        <source>Show or hide why the image was proposed and what the model predicts.</source>
        <translation>Zeigen oder ausblenden, warum das Bild vorgeschlagen wurde und was das Modell von ihm hält.</translation>
    </message>
    <message>
        <source>Show rank and score on the thumbnails of the ranking.</source>
        <translation>Rang und Wert auf die Vorschaubilder der Rangliste schreiben.</translation>
    </message>
    <message>
        <source>Show similar images</source>
        <translation>Ähnliche Bilder zeigen</translation>
    </message>
    <message>
        <source>Show the archive</source>
        <translation>Archiv zeigen</translation>
    </message>
    <message>
        <source>Show the current image in a second window, on another screen if there is one.</source>
        <translation>Das Bild, mit dem Sie arbeiten, groß in einem zweiten Fenster zeigen, auf einem anderen Bildschirm, wenn es einen gibt.</translation>
    </message>
    <message>
        <source>Show the defaults of the strategy and the model, and remove all filters</source>
        <translation>Die Voreinstellungen von Strategie und Modell zeigen und alle Filter entfernen</translation>
    </message>
    <message>
        <source>Show the folder of this image in the file manager.</source>
        <translation>Den Ordner dieses Bildes im Dateimanager zeigen.</translation>
    </message>
    <message>
        <source>Show the image in the whole window.</source>
        <translation>Das Bild füllt das Fenster.</translation>
    </message>
    <message>
        <source>Show the images judged relevant.</source>
        <translation>Die als relevant beurteilten Bilder anzeigen.</translation>
    </message>
    <message>
        <source>Show the images most like the one that is selected below.</source>
        <translation>Die Bilder zeigen, die dem unten ausgewählten am ähnlichsten sind.</translation>
    </message>
    <message>
        <source>Show the images without a label, likeliest first.</source>
        <translation>Die unbeurteilten Bilder anzeigen, die wahrscheinlichsten zuerst.</translation>
    </message>
    <message>
        <source>Show the largest cluster without a judgement</source>
        <translation>Größten Cluster ohne Beurteilung zeigen</translation>
    </message>
    <message>
        <source>Show the next large image of the same size with the same zoom and position.</source>
        <translation>Das nächste große Bild gleicher Größe mit gleichem Zoom und an gleicher Stelle zeigen.</translation>
    </message>
    <message>
        <source>Show the program images of what you are looking for.</source>
        <translation>Dem Programm Bilder zeigen, die Ihrer Suche entsprechen.</translation>
    </message>
    <message>
        <source>Show the selected images in the ranking, and no others.</source>
        <translation>Die ausgewählten Bilder in der Rangliste zeigen, und keine anderen.</translation>
    </message>
    <message>
        <source>Show the whole collection in the ranking.</source>
        <translation>Die ganze Sammlung in der Rangliste anzeigen.</translation>
    </message>
    <message>
        <source>Show the whole image, or thumbnails of the usual size.</source>
        <translation>Das ganze Bild zeigen, oder Vorschaubilder der üblichen Größe.</translation>
    </message>
    <message>
        <source>Show these</source>
        <translation>Diese zeigen</translation>
    </message>
    <message>
        <source>Show what is disputed</source>
        <translation>Strittiges zeigen</translation>
    </message>
    <message>
        <source>Show what went wrong.</source>
        <translation>Zeigen, was fehlschlug.</translation>
    </message>
    <message>
        <source>Show where the network is that computed the features in use.</source>
        <translation>Zeigen, wo das Netz liegt, das die verwendeten Merkmale berechnet hat.</translation>
    </message>
    <message>
        <source>Show which images and features match.</source>
        <translation>Zeigen, welche Bilder und Merkmale zusammengehören.</translation>
    </message>
    <message>
        <source>Show which strategy and parameters the goal sets, and where they were published</source>
        <translation>Zeigen, welche Strategie und Parameter das Ziel setzt und wo sie veröffentlicht wurden</translation>
    </message>
    <message>
        <source>Similar images</source>
        <translation>Ähnliche Bilder</translation>
    </message>
    <message>
        <source>Similar images are near each other.</source>
        <translation>Ähnliche Bilder liegen beieinander.</translation>
    </message>
    <message>
        <source>Similar to this</source>
        <translation>Diesem ähnlich</translation>
    </message>
    <message>
        <source>Similarity above which two images are near-duplicates; a batch contains only one of them.</source>
        <translation>Ähnlichkeit, ab der zwei Bilder Zwillinge sind, von denen eines im Stapel genügt.</translation>
    </message>
    <message>
        <source>Similarity as a function of feature distance; cosine and arc-cosine compare directions only.</source>
        <translation>Wie Ähnlichkeit mit dem Merkmalsabstand abnimmt; Kosinus und Arkuskosinus vergleichen nur Richtungen.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Size and rotation</source>
        <translation>Größe und Drehung</translation>
    </message>
    <message>
        <source>Size of all texts, in percent.</source>
        <translation>Größe aller Texte in Prozent.</translation>
    </message>
    <message>
        <source>Size of its cluster</source>
        <translation>Größe seiner Gruppe</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>Größe der Datei</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Smaller thumbnails, or zoom out of the image.</source>
        <translation>Kleinere Vorschaubilder, oder aus dem Bild herauszoomen.</translation>
    </message>
    <message>
        <source>Some file names are the same, but they occur more than once, so it is not clear which are meant: the names must be the paths of the images relative to the image folder.</source>
        <translation>Einige Dateinamen stimmen überein, kommen aber mehrmals vor, daher ist nicht klar, welche gemeint sind: Die Namen müssen die Pfade der Bilder relativ zum Bilderordner sein.</translation>
    </message>
    <message>
        <source>Some parts lack a class, because too few of its images are independent of each other: {names}. Programs that number the classes by the folders of a part number them differently there.</source>
        <translation>In manchen Teilen fehlt eine Klasse, weil zu wenige ihrer Bilder voneinander unabhängig sind: {names}. Programme, die die Klassen nach den Ordnern eines Teils nummerieren, nummerieren sie dort anders.</translation>
    </message>
    <message>
        <source>Some scores are equal, so the run has N - rank + 1; the ranking CSV has the scores.</source>
        <translation>Einige Werte sind gleich, daher enthält der Run N - Rang + 1; die Werte stehen in der CSV-Datei der Rangliste.</translation>
    </message>
    <message>
        <source>Some would match {ways}, but it is not certain what is meant: choose another image folder.</source>
        <translation>Einige würden {ways} passen, aber es ist nicht sicher, was gemeint ist: Wählen Sie einen anderen Bilderordner.</translation>
    </message>
    <message>
        <source>Something could not be saved.</source>
        <translation>Etwas konnte nicht gerettet werden.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation>Im Programm ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>Sort by similarity to this</source>
        <translation>Nach Ähnlichkeit sortieren</translation>
    </message>
    <message>
        <source>Sort the ranking by how similar the images are to this one.</source>
        <translation>Die Rangliste danach sortieren, wie ähnlich die Bilder diesem sind.</translation>
    </message>
    <message>
        <source>Sorted by similarity to {name}</source>
        <translation>Nach Ähnlichkeit mit {name} sortiert</translation>
    </message>
    <message>
        <source>Species</source>
        <translation>Art (wissenschaftlich)</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>Spread every batch evenly over the values of this column, e.g. camera.</source>
        <translation>Jeden Stapel gleichmäßig über die Werte dieser Spalte verteilen, z. B. camera.</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadratisch</translation>
    </message>
    <message>
        <source>Stack closed</source>
        <translation>Gruppe geschlossen</translation>
    </message>
    <message>
        <source>Stack events</source>
        <translation>Ereignisse gruppieren</translation>
    </message>
    <message>
        <source>Stack of {n} images opened: keys judge them one by one</source>
        <translation>Gruppe aus {n} Bildern geöffnet: Tasten beurteilen sie einzeln</translation>
    </message>
    <message>
        <source>Stack the events of a camera</source>
        <translation>Ereignisse einer Kamera gruppieren</translation>
    </message>
    <message>
        <source>Stacks</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Stacks were not found: {error}</source>
        <translation>Es wurden keine Gruppen gefunden: {error}</translation>
    </message>
    <message>
        <source>Standard deviations added to the mean; 0 is topscoring.</source>
        <translation>Standardabweichungen, die zum Mittelwert addiert werden; 0 ist topscoring.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Start a project from a folder of images.</source>
        <translation>Ein Projekt mit einem Ordner von Bildern beginnen.</translation>
    </message>
    <message>
        <source>Start judging</source>
        <translation>Beurteilen beginnen</translation>
    </message>
    <message>
        <source>Start without an example</source>
        <translation>Ohne Beispiel beginnen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>State of SMQTK-IQR</source>
        <translation>Zustand von SMQTK-IQR</translation>
    </message>
    <message>
        <source>Statistical test (CMH)</source>
        <translation>Statistischer Test (CMH)</translation>
    </message>
    <message>
        <source>Std</source>
        <translation>Streuung</translation>
    </message>
    <message>
        <source>Step {first} to {last} of the log: it could not be read in any copy.</source>
        <translation>Schritte {first} bis {last} des Protokolls: in keiner Kopie lesbar.</translation>
    </message>
    <message>
        <source>Step {number} of the log: it holds values that the program never writes.</source>
        <translation>Schritt {number} des Protokolls: Er enthält Werte, die das Programm nie schreibt.</translation>
    </message>
    <message>
        <source>Step {number} of the log: its topic is not known.</source>
        <translation>Schritt {number} des Protokolls: Das Thema ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Step {number} of the log: {found} of {expected} images.</source>
        <translation>Schritt {number} des Protokolls: {found} von {expected} Bildern.</translation>
    </message>
    <message>
        <source>Step {step} of the log: it could not be read in any copy.</source>
        <translation>Schritt {step} des Protokolls: in keiner Kopie lesbar.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps, the newest first</source>
        <translation>Schritte, der neueste zuerst</translation>
    </message>
    <message>
        <source>Steps…</source>
        <translation>Schritte…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop choosing</source>
        <translation>Auswahl anhalten</translation>
    </message>
    <message>
        <source>Stop choosing the next batch</source>
        <translation>Die Auswahl des nächsten Stapels anhalten</translation>
    </message>
    <message>
        <source>Stop it and use the simple strategy ({simple_strategy})</source>
        <translation>Anhalten und die einfache Strategie nehmen ({simple_strategy})</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>Messen anhalten</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>Export anhalten</translation>
    </message>
    <message>
        <source>Stop the model; no judgement is lost.</source>
        <translation>Das Modell anhalten; nichts Beurteiltes geht verloren.</translation>
    </message>
    <message>
        <source>Stop the neighbor search</source>
        <translation>Nachbarsuche anhalten</translation>
    </message>
    <message>
        <source>Stop: {title}</source>
        <translation>Anhalten: {title}</translation>
    </message>
    <message>
        <source>Stopped choosing</source>
        <translation>Auswahl angehalten</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Stopped. Measuring continues from here next time.</source>
        <translation>Angehalten. Beim nächsten Mal geht das Messen hier weiter.</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Angehalten; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Stopped; what is done is kept.</source>
        <translation>Angehalten; was fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Stored: {text}</source>
        <translation>Gespeichert: {text}</translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Strategy and model for “{topic}”</source>
        <translation>Strategie und Modell für „{topic}“</translation>
    </message>
    <message>
        <source>Strategy and model…</source>
        <translation>Strategie und Modell…</translation>
    </message>
    <message>
        <source>Strategy: {settings}</source>
        <translation>Strategie: {settings}</translation>
    </message>
    <message>
        <source>Stratum</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Stronger colors and lines.</source>
        <translation>Kräftigere Farben und Linien.</translation>
    </message>
    <message>
        <source>Subtracted from the colors, in their order.</source>
        <translation>Wird von den Farben abgezogen, in ihrer Reihenfolge.</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Suspected mistakes</source>
        <translation>Vermutete Fehler</translation>
    </message>
    <message>
        <source>Suspected mistakes for cleanlab</source>
        <translation>Vermutete Fehler für cleanlab</translation>
    </message>
    <message>
        <source>Switch between batch and ranking</source>
        <translation>Zwischen Stapel und Rangliste wechseln</translation>
    </message>
    <message>
        <source>Switch to it</source>
        <translation>Dorthin wechseln</translation>
    </message>
    <message>
        <source>Switch to topic</source>
        <translation>Zum Thema wechseln</translation>
    </message>
    <message>
        <source>TREC qrels</source>
        <translation>TREC-Qrels</translation>
    </message>
    <message>
        <source>Table with a column of images and one of labels (also ASReview, AnomalyMatch)</source>
        <translation>Tabelle mit einer Spalte der Bilder und einer der Labels (auch ASReview, AnomalyMatch)</translation>
    </message>
    <message>
        <source>Tables, datapackage.json, MegaDetector, IIIF, meta.xml (*.csv *.tsv *.txt *.json *.xml);;All files (*)</source>
        <translation>Tabellen, datapackage.json, MegaDetector, IIIF, meta.xml (*.csv *.tsv *.txt *.json *.xml);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Tags for Hydrus</source>
        <translation>Schlagwörter für Hydrus</translation>
    </message>
    <message>
        <source>Tags that are not labels were left out: {tags}.</source>
        <translation>Tags, die keine Labels sind, wurden ausgelassen: {tags}.</translation>
    </message>
    <message numerus="yes">
        <source>Take back %n step(s)</source>
        <translation>
            <numerusform>%n Schritt zurücknehmen</numerusform>
            <numerusform>%n Schritte zurücknehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back the filter {filter}</source>
        <translation>Filter zurücknehmen: {filter}</translation>
    </message>
    <message>
        <source>Take the filter of the ranking</source>
        <translation>Filter der Rangliste übernehmen</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Taken from {path}</source>
        <translation>Aus {path} übernommen</translation>
    </message>
    <message>
        <source>Target share of relevant labels.</source>
        <translation>Angestrebter Anteil relevanter Beurteilungen.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Zielbilder</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Tasks with annotations and predictions, and a matching labeling configuration.</source>
        <translation>Aufgaben mit Bewertungen und Vorhersagen und die passende Labelling-Konfiguration.</translation>
    </message>
    <message>
        <source>Tasks: {status}</source>
        <translation>Aufgaben: {status}</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text files of the reference, image numbers from 1</source>
        <translation>Textdateien der Referenz, Bildnummern ab 1</translation>
    </message>
    <message>
        <source>Text of the file</source>
        <translation>Text der Datei</translation>
    </message>
    <message numerus="yes">
        <source>The %n most doubtful image(s) of the cluster. Is any of them different?</source>
        <translation>
            <numerusform>Das %n zweifelhafteste Bild des Clusters. Ist es anders?</numerusform>
            <numerusform>Die %n zweifelhaftesten Bilder des Clusters. Ist eines davon anders?</numerusform>
        </translation>
    </message>
    <message>
        <source>The audits are too few for a bound below the number of images.</source>
        <translation>Die Stichproben reichen nicht für eine Schranke unterhalb der Anzahl der Bilder.</translation>
    </message>
    <message>
        <source>The batches that were proposed and the metadata; the judgements do not depend on them.</source>
        <translation>Die vorgeschlagenen Stapel und die Metadaten; die Beurteilungen hängen nicht davon ab.</translation>
    </message>
    <message>
        <source>The best images in one self-contained page, to view, browse by keyboard and print.</source>
        <translation>Eine Seite mit den besten Bildern, die keine andere Datei braucht: zum Ansehen, Durchgehen mit der Tastatur und Drucken.</translation>
    </message>
    <message>
        <source>The best images of random draws from the posterior: each has the probability that it is the best.</source>
        <translation>Bilder, die in einer möglichen Gestalt der Sammlung die relevantesten sind: Die Aussicht eines Bildes ist die, das beste zu sein.</translation>
    </message>
    <message>
        <source>The bound fails in 5 of 100 searches at most, whenever one looks, provided that audits are judged without mistakes.</source>
        <translation>Die Schranke versagt in höchstens 5 von 100 Suchen, wann immer man nachsieht, sofern die Stichproben fehlerfrei beurteilt werden.</translation>
    </message>
    <message>
        <source>The central image of each cluster, largest cluster first: an overview of the collection.</source>
        <translation>Das Bild in der Mitte jeder Gruppe, das der größten Gruppe zuerst: ein Blick darauf, was es gibt.</translation>
    </message>
    <message>
        <source>The choice is remembered in the project; the file is never changed.</source>
        <translation>Die Wahl wird im Projekt gemerkt; die Datei wird nie geändert.</translation>
    </message>
    <message>
        <source>The cluster failed ({kind}: {error}). Check that its workers are running and have enough memory; no judgement is lost.</source>
        <translation>Der Cluster ist ausgefallen ({kind}: {error}). Prüfen Sie, ob seine Worker laufen und genug Arbeitsspeicher haben; keine Beurteilung ist verloren.</translation>
    </message>
    <message>
        <source>The cluster has no worker. Start one with &apos;dask worker ADDRESS&apos;.</source>
        <translation>Der Cluster hat keinen Worker. Starten Sie einen mit &apos;dask worker ADRESSE&apos;.</translation>
    </message>
    <message>
        <source>The cluster has {count} images. Find more clusters to judge at most {most} at once.</source>
        <translation>Der Cluster hat {count} Bilder. Mit mehr Clustern sind es weniger; höchstens {most} werden auf einmal beurteilt.</translation>
    </message>
    <message>
        <source>The collection has likely {low} to {high}.</source>
        <translation>Die Sammlung hat wahrscheinlich {low} bis {high}.</translation>
    </message>
    <message>
        <source>The condition has {length} characters; {longest} are allowed.</source>
        <translation>Die Bedingung hat {length} Zeichen; erlaubt sind {longest}.</translation>
    </message>
    <message>
        <source>The condition is empty. Write one such as: score &gt; 0.5</source>
        <translation>Die Bedingung ist leer. Schreiben Sie eine wie: score &gt; 0.5</translation>
    </message>
    <message>
        <source>The condition is nested more than {deepest} levels deep. Split it up.</source>
        <translation>Die Bedingung ist mehr als {deepest} Ebenen tief geschachtelt. Teilen Sie sie auf.</translation>
    </message>
    <message>
        <source>The condition is too complicated. Split it up.</source>
        <translation>Die Bedingung ist zu kompliziert. Teilen Sie sie auf.</translation>
    </message>
    <message>
        <source>The contents of {count} images are remembered.</source>
        <translation>Die Inhalte von {count} Bildern sind gemerkt.</translation>
    </message>
    <message>
        <source>The copy knows the images, the features, the topics and their settings, but none of your judgements. It begins with images that both of you judge, drawn at random from those that you have judged: they tell how far you agree.</source>
        <translation>Die Kopie kennt die Bilder, die Merkmale, die Themen und ihre Einstellungen, aber keine Ihrer Beurteilungen. Sie beginnt mit Bildern, die Sie beide beurteilen, zufällig aus denen gezogen, die Sie beurteilt haben: Sie zeigen, wie weit Sie übereinstimmen.</translation>
    </message>
    <message>
        <source>The encoder {name} has no settings; they are those of networks of your own.</source>
        <translation>Der Encoder {name} hat keine Einstellungen; nur eigene Netze haben welche.</translation>
    </message>
    <message>
        <source>The external example {example} is not in use.</source>
        <translation>Das externe Beispiel {example} wird nicht verwendet.</translation>
    </message>
    <message>
        <source>The external example {name}.</source>
        <translation>Das externe Beispiel {name}.</translation>
    </message>
    <message>
        <source>The feature file {features} of the project {project} is missing. Put it back, or open the project with the file where it is now.</source>
        <translation>Die Merkmalsdatei {features} des Projekts {project} fehlt. Legen Sie sie zurück, oder öffnen Sie das Projekt mit der Datei, wo sie jetzt liegt.</translation>
    </message>
    <message>
        <source>The feature set has no usable row: every row looked at contains NaN or Inf.</source>
        <translation>Die Merkmale haben keine brauchbare Zeile: jede angesehene Zeile enthält NaN oder Inf.</translation>
    </message>
    <message>
        <source>The features are not complete yet, so the search could not be computed again. Export it once they are.</source>
        <translation>Die Merkmale sind noch nicht vollständig, deshalb ließe sich die Suche nicht noch einmal berechnen. Exportieren Sie, sobald sie es sind.</translation>
    </message>
    <message>
        <source>The features of this project were computed by the pair of networks {pair}, which is not known on this computer. {remedy}</source>
        <translation>Die Merkmale dieses Projekts hat das Netzpaar {pair} berechnet, das auf diesem Rechner nicht bekannt ist. {remedy}</translation>
    </message>
    <message>
        <source>The file has grades and the topic has none: every grade above 0 is relevant.</source>
        <translation>Die Datei hat Stufen und das Thema keine: Jede Stufe über 0 ist relevant.</translation>
    </message>
    <message>
        <source>The filter matches {count} of {total}</source>
        <translation>Der Filter passt auf {count} von {total}</translation>
    </message>
    <message>
        <source>The first half of the judgements found {first} of them, the second half {second}.</source>
        <translation>Die erste Hälfte der Beurteilungen fand {first} davon, die zweite {second}.</translation>
    </message>
    <message>
        <source>The first line of a table names its columns, and one of them names the images. The columns can then be used in Filter and in conditions. Columns of the same names from an earlier import are replaced.</source>
        <translation>Die erste Zeile einer Tabelle nennt ihre Spalten, und eine davon nennt die Bilder. Die Spalten stehen danach unter Filter und in Bedingungen zur Verfügung. Gleichnamige Spalten eines früheren Einlesens werden ersetzt.</translation>
    </message>
    <message>
        <source>The first {count} are listed.</source>
        <translation>Die ersten {count} sind aufgelistet.</translation>
    </message>
    <message>
        <source>The grades of a topic cannot be read: {error}</source>
        <translation>Die Stufen eines Themas sind nicht lesbar: {error}</translation>
    </message>
    <message>
        <source>The grades of {topic} have other words in {copy}: {grades}.</source>
        <translation>Die Stufen von {topic} haben in {copy} andere Wörter: {grades}.</translation>
    </message>
    <message>
        <source>The ids {one!r} and {other!r} both mean the topic {name!r}. Give each a text of its own.</source>
        <translation>Die Kennungen {one!r} und {other!r} meinen beide das Thema {name!r}. Geben Sie jeder einen eigenen Text.</translation>
    </message>
    <message>
        <source>The image folder is not known, so existing sidecars cannot be read.</source>
        <translation>Der Bilderordner ist nicht bekannt, also können vorhandene Begleitdateien nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The image folder is not known, so no images can be copied.</source>
        <translation>Der Bilderordner ist nicht bekannt, also können keine Bilder kopiert werden.</translation>
    </message>
    <message>
        <source>The image folder is not known, so no images can be moved.</source>
        <translation>Der Bilderordner ist nicht bekannt, also können keine Bilder verschoben werden.</translation>
    </message>
    <message>
        <source>The image folder is not known, so the sizes of the images cannot be read.</source>
        <translation>Der Bilderordner ist nicht bekannt, also können die Größen der Bilder nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The image folder is not known, so the times of the images cannot be read.</source>
        <translation>Der Bildordner ist nicht bekannt, daher können die Zeiten der Bilder nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The image folder is not known, so there are no pictures to show.</source>
        <translation>Der Bilderordner ist nicht bekannt, also gibt es keine Bilder zu zeigen.</translation>
    </message>
    <message>
        <source>The image folder is not known. Choose a folder of its own for the files.</source>
        <translation>Der Bilderordner ist nicht bekannt. Wählen Sie einen eigenen Ordner für die Dateien.</translation>
    </message>
    <message>
        <source>The image folder {root} of the project {project} is missing. Put it back, or open the project with the folder where the images are now.</source>
        <translation>Der Bildordner {root} des Projekts {project} fehlt. Legen Sie ihn zurück, oder öffnen Sie das Projekt mit dem Ordner, in dem die Bilder jetzt sind.</translation>
    </message>
    <message>
        <source>The image was drawn at random with this probability, to estimate what was missed.</source>
        <translation>Das Bild wurde mit dieser Wahrscheinlichkeit zufällig gezogen, um zu schätzen, was übersehen wurde.</translation>
    </message>
    <message>
        <source>The image was drawn at random; every image is equally likely.</source>
        <translation>Das Bild wurde zufällig gezogen; jedes Bild ist gleich wahrscheinlich.</translation>
    </message>
    <message>
        <source>The image was drawn by chance; those with a higher score are drawn more often.</source>
        <translation>Das Bild wurde zufällig gezogen; solche mit höherem Wert werden öfter gezogen.</translation>
    </message>
    <message>
        <source>The images cannot be reached; their dates and cameras are read when they are there: {root}</source>
        <translation>Die Bilder sind nicht erreichbar; Datum und Kamera werden gelesen, wenn sie da sind: {root}</translation>
    </message>
    <message>
        <source>The images differ from those that the topic was learned on (p = {p:.3f}). The ranking may be worse than it was there: judge the first batch before you rely on it.</source>
        <translation>Die Bilder unterscheiden sich von denen, an denen das Thema gelernt wurde (p = {p:.3f}). Die Rangliste kann schlechter sein als dort: Beurteilen Sie den ersten Stapel, bevor Sie sich auf sie verlassen.</translation>
    </message>
    <message>
        <source>The images look like those that the topic was learned on.</source>
        <translation>Die Bilder sehen aus wie die, an denen das Thema gelernt wurde.</translation>
    </message>
    <message>
        <source>The images most likely to get the rarer label; relevant ones if both labels are equally frequent.</source>
        <translation>Die wahrscheinlichsten Bilder der Klasse mit bisher weniger Beurteilungen; relevante bei Gleichstand.</translation>
    </message>
    <message>
        <source>The images nearest to the boundary between relevant and irrelevant.</source>
        <translation>Die Bilder, die der Grenze zwischen relevant und irrelevant am nächsten sind.</translation>
    </message>
    <message>
        <source>The images that are most likely relevant, none of them to learn from: it finds the most, and the ranking becomes good later.</source>
        <translation>Die Bilder, die am wahrscheinlichsten relevant sind, und keines nur zum Lernen: So findet man am meisten, und die Rangliste wird später gut.</translation>
    </message>
    <message>
        <source>The images that the program asks about say nothing about those it never showed. A random sample does: judge all of its images with care, and &lt;i&gt;Progress&lt;/i&gt; estimates how many relevant images are still hidden. Several small samples are as good as a large one. What was drawn stays on record: an image that you leave unjudged counts as possibly relevant.</source>
        <translation>Die Bilder, nach denen das Programm fragt, verraten nichts über die nie gezeigten. Eine Zufallsstichprobe tut es: Beurteilen Sie alle ihre Bilder sorgfältig, dann schätzt &lt;i&gt;Fortschritt&lt;/i&gt;, wie viele relevante Bilder noch verborgen sind. Mehrere kleine Stichproben sind so gut wie eine große. Was gezogen wurde, bleibt vermerkt: Ein Bild, das Sie nicht beurteilen, zählt als möglicherweise relevant.</translation>
    </message>
    <message>
        <source>The images whose answers together are most informative about their relevance (mutual information).</source>
        <translation>Maximiert, was die Antworten für den ganzen Stapel über ihn verraten (Transinformation).</translation>
    </message>
    <message>
        <source>The images whose grades together are most informative about their relevance (mutual information).</source>
        <translation>Die Bilder, deren Noten zusammen am meisten über ihre Relevanz verraten (Transinformation).</translation>
    </message>
    <message>
        <source>The images with the highest predicted relevance (continuous active learning).</source>
        <translation>Die Bilder, die das Modell für die relevantesten hält (continuous active learning).</translation>
    </message>
    <message>
        <source>The images with the least certain label: near the boundary and far from judged images.</source>
        <translation>Die Bilder, deren Klasse am unsichersten ist: nahe der Grenze und fern von Beurteiltem.</translation>
    </message>
    <message>
        <source>The images with the least confident predicted label, without the noise of a judgement.</source>
        <translation>Die Bilder, deren Antwort das Modell mit der geringsten Zuversicht raten würde, ohne das Rauschen einer Beurteilung.</translation>
    </message>
    <message>
        <source>The judged images that count most for this one, and how similar the model finds them: 1 is a copy.</source>
        <translation>Die beurteilten Bilder, die für dieses am meisten zählen, und für wie ähnlich das Modell sie hält: 1 ist eine Kopie.</translation>
    </message>
    <message>
        <source>The judgements cannot be combined into a model: several judged images have (nearly) the same features. Raise the noise setting of the model (0.01 is usual).</source>
        <translation>Aus den Beurteilungen lässt sich kein Modell machen: mehrere beurteilte Bilder haben (fast) dieselben Merkmale. Erhöhen Sie das Rauschen des Modells (0.01 ist üblich).</translation>
    </message>
    <message>
        <source>The judgements have not been compared with each other. Judge more images, and export again.</source>
        <translation>Die Bewertungen wurden nicht miteinander verglichen. Bewerten Sie mehr Bilder und exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>The judgements of a saved topic cannot be read from {path}: {error}</source>
        <translation>Die Beurteilungen eines gespeicherten Themas sind in {path} nicht lesbar: {error}</translation>
    </message>
    <message>
        <source>The judgements of all topics in one file, as a test collection has them.</source>
        <translation>Die Beurteilungen aller Themen in einer Datei, wie bei Testkollektionen üblich.</translation>
    </message>
    <message>
        <source>The judgements say a little about it</source>
        <translation>Die Beurteilungen sagen ein wenig darüber aus</translation>
    </message>
    <message>
        <source>The judgements say much about it</source>
        <translation>Die Beurteilungen sagen viel darüber aus</translation>
    </message>
    <message>
        <source>The judgements say nearly everything about it</source>
        <translation>Die Beurteilungen sagen fast alles darüber aus</translation>
    </message>
    <message>
        <source>The judgements say next to nothing about it yet</source>
        <translation>Die Beurteilungen sagen noch so gut wie nichts darüber aus</translation>
    </message>
    <message>
        <source>The judgements say something about it</source>
        <translation>Die Beurteilungen sagen etwas darüber aus</translation>
    </message>
    <message>
        <source>The kernel matrix of the judged images is not positive definite. Set a larger noise in the model settings.</source>
        <translation>Die Kernmatrix der beurteilten Bilder ist nicht positiv definit. Stellen Sie im Modell ein größeres Rauschen ein.</translation>
    </message>
    <message>
        <source>The keys {letters} act while images have the keyboard focus, never while you type into a text field. A key that is held down acts once.</source>
        <translation>Die Tasten {letters} wirken, während Bilder die Tastatur haben, nie beim Tippen in ein Textfeld. Eine gehaltene Taste wirkt einmal.</translation>
    </message>
    <message>
        <source>The layout of the map was stopped.</source>
        <translation>Das Anordnen der Karte wurde angehalten.</translation>
    </message>
    <message>
        <source>The likely range is an estimate and not a guarantee; docs/stopping.md has its measured coverage.</source>
        <translation>Der wahrscheinliche Bereich ist eine Schätzung und keine Garantie; die gemessene Abdeckung steht in docs/stopping.md.</translation>
    </message>
    <message>
        <source>The list of its images cannot be read completely.</source>
        <translation>Die Liste der Bilder lässt sich nicht vollständig lesen.</translation>
    </message>
    <message>
        <source>The list of its images or topics cannot be read completely.</source>
        <translation>Die Liste der Bilder oder Themen lässt sich nicht vollständig lesen.</translation>
    </message>
    <message>
        <source>The log of a program that did not close {path} belongs to another file than the one that is there now: a copy or another project has taken its place. The log was not applied; it is {log}. {remedy}</source>
        <translation>Das Protokoll eines Programms, das {path} nicht geschlossen hat, gehört zu einer anderen Datei als der, die jetzt dort ist: Eine Kopie oder ein anderes Projekt hat ihren Platz eingenommen. Das Protokoll wurde nicht angewendet; es ist {log}. {remedy}</translation>
    </message>
    <message>
        <source>The map could not be laid out: {error}</source>
        <translation>Die Karte konnte nicht angeordnet werden: {error}</translation>
    </message>
    <message>
        <source>The map is laid out when the features of all images have been computed.</source>
        <translation>Die Karte wird angeordnet, wenn die Merkmale aller Bilder berechnet sind.</translation>
    </message>
    <message>
        <source>The method {method} needs a number of clusters.</source>
        <translation>Das Verfahren {method} braucht eine Anzahl von Clustern.</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>Das Modell</translation>
    </message>
    <message>
        <source>The model disagrees with {against} of {all} judgements: with these features it cannot tell mistakes from difficult images.</source>
        <translation>Das Modell widerspricht {against} von {all} Beurteilungen: Mit diesen Merkmalen kann es Fehler nicht von schwierigen Bildern unterscheiden.</translation>
    </message>
    <message>
        <source>The model expects about {left} more. This is a prediction without any guarantee.</source>
        <translation>Das Modell erwartet etwa {left} weitere. Das ist eine Vorhersage ohne Garantie.</translation>
    </message>
    <message>
        <source>The model failed: {name}: {error}</source>
        <translation>Das Modell ist gescheitert: {name}: {error}</translation>
    </message>
    <message>
        <source>The model gives this label {percent} %</source>
        <translation>Das Modell gibt dieser Beurteilung {percent} %</translation>
    </message>
    <message>
        <source>The model is idle.</source>
        <translation>Das Modell arbeitet gerade nicht.</translation>
    </message>
    <message>
        <source>The model looks at your answers and chooses the next images. You could go on judging meanwhile.</source>
        <translation>Das Modell sieht sich Ihre Antworten an und wählt die nächsten Bilder. Sie könnten unterdessen weiter urteilen.</translation>
    </message>
    <message>
        <source>The model now knows which images are neighbors</source>
        <translation>Das Modell weiß jetzt, welche Bilder Nachbarn sind</translation>
    </message>
    <message>
        <source>The model&apos;s opinion of the label</source>
        <translation>Was das Modell von der Beurteilung hält</translation>
    </message>
    <message>
        <source>The most similar images of the sample</source>
        <translation>Die ähnlichsten Bilder der Stichprobe</translation>
    </message>
    <message>
        <source>The most typical image of each large cluster without a label: for the first few judgements of a collection.</source>
        <translation>Das typischste Bild jeder großen Gruppe ohne Beurteilung: für die ersten Beurteilungen einer Sammlung.</translation>
    </message>
    <message>
        <source>The names are numbers; they must be the paths of the images relative to the image folder.</source>
        <translation>Die Namen sind Zahlen; sie müssen die Pfade der Bilder relativ zum Bilderordner sein.</translation>
    </message>
    <message>
        <source>The names of the images come from one place, not from {given}. Choose.</source>
        <translation>Die Namen der Bilder kommen von einer Stelle, nicht von {given}. Wählen Sie.</translation>
    </message>
    <message>
        <source>The nearest images of the collection. A judgement is carried on from neighbor to neighbor.</source>
        <translation>Die nächsten Bilder der Sammlung. Eine Beurteilung wird von Nachbar zu Nachbar getragen.</translation>
    </message>
    <message>
        <source>The network that computed the features</source>
        <translation>Das Netz, das die Merkmale berechnet hat</translation>
    </message>
    <message>
        <source>The network that reads words</source>
        <translation>Das Netz, das Wörter liest,</translation>
    </message>
    <message>
        <source>The next batch is being chosen; try again in a moment.</source>
        <translation>Der nächste Stapel wird gerade gewählt; versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The number by which the strategy chose this image; larger is better.</source>
        <translation>Die Zahl, nach der die Strategie dieses Bild gewählt hat; größer ist besser.</translation>
    </message>
    <message>
        <source>The numbers of a condition are 0 or lie between {smallest:g} and {largest:g}.</source>
        <translation>Die Zahlen einer Bedingung sind 0 oder liegen zwischen {smallest:g} und {largest:g}.</translation>
    </message>
    <message>
        <source>The other judgements make {label} only {chance:.0%} likely; {opposed} of the {near} nearest judged images are {other}.</source>
        <translation>Nach den übrigen Beurteilungen ist „{label}“ nur zu {chance:.0%} wahrscheinlich; {opposed} der {near} ähnlichsten beurteilten Bilder sind {other}.</translation>
    </message>
    <message>
        <source>The panel Topics shows how far they are.</source>
        <translation>Das Feld „Themen“ zeigt, wie weit sie sind.</translation>
    </message>
    <message>
        <source>The part {part} is no part of this picture of {width} x {height} pixels.</source>
        <translation>Der Ausschnitt {part} liegt nicht in diesem Bild von {width} x {height} Pixeln.</translation>
    </message>
    <message>
        <source>The part {part} is too small to show anything. Both sides need {least} pixels or more.</source>
        <translation>Der Ausschnitt {part} ist zu klein, um etwas zu zeigen. Beide Seiten brauchen mindestens {least} Pixel.</translation>
    </message>
    <message>
        <source>The paths of the relevant images, one per line.</source>
        <translation>Die Pfade der relevanten Bilder, einer je Zeile.</translation>
    </message>
    <message>
        <source>The pool of a topic cannot be read from {path}: {error}</source>
        <translation>Der Pool eines Themas ist in {path} nicht lesbar: {error}</translation>
    </message>
    <message>
        <source>The pool of topic {topic!r} has another ranking of the system {system!r}. Give the new one another name.</source>
        <translation>Der Pool des Themas {topic!r} hat eine andere Rangliste des Systems {system!r}. Geben Sie der neuen einen anderen Namen.</translation>
    </message>
    <message>
        <source>The prediction of the model: 1 is like the relevant images, −1 like the irrelevant ones.</source>
        <translation>Die Vorhersage des Modells: 1 wie die relevanten Bilder, −1 wie die irrelevanten.</translation>
    </message>
    <message>
        <source>The present project is added to the backups before it is replaced.</source>
        <translation>Das jetzige Projekt wird zu den Sicherungen gelegt, bevor es ersetzt wird.</translation>
    </message>
    <message>
        <source>The program ended while it was opening {project}. The project was not reopened automatically.</source>
        <translation>Das Programm wurde beendet, während es {project} öffnete. Das Projekt wurde nicht automatisch wieder geöffnet.</translation>
    </message>
    <message>
        <source>The project could not be backed up: {error}</source>
        <translation>Das Projekt konnte nicht gesichert werden: {error}</translation>
    </message>
    <message>
        <source>The project has changed since its folder was looked at. Look again.</source>
        <translation>Das Projekt hat sich geändert, seit sein Ordner durchgesehen wurde. Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>The project is now as in {name}. As it was before, it is kept among the backups.</source>
        <translation>Das Projekt ist jetzt wie in {name}. Wie es vorher war, ist es unter den Sicherungen aufbewahrt.</translation>
    </message>
    <message>
        <source>The project is open read-only.</source>
        <translation>Das Projekt ist nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>The ranked images for pandas, Polars, DuckDB and ranx.</source>
        <translation>Die Rangliste für pandas, Polars, DuckDB und ranx.</translation>
    </message>
    <message>
        <source>The ranked images, best first, with their scores.</source>
        <translation>Die geordneten Bilder, die besten zuerst, mit ihren Werten.</translation>
    </message>
    <message>
        <source>The ranking of {topic!r} contains an image twice. Rank the collection again.</source>
        <translation>Die Rangliste von {topic!r} enthält ein Bild zweimal. Ordnen Sie die Sammlung noch einmal.</translation>
    </message>
    <message>
        <source>The ranking shows no image without a label.</source>
        <translation>Die Rangliste zeigt kein Bild ohne Beurteilung.</translation>
    </message>
    <message>
        <source>The ranking shows {count} images. Narrow it to at most {most} to judge all of them at once.</source>
        <translation>Die Rangliste zeigt {count} Bilder. Schränken Sie sie auf höchstens {most} ein, um alle auf einmal zu beurteilen.</translation>
    </message>
    <message>
        <source>The ranking without the judged images, which would bias every measure.</source>
        <translation>Die Rangliste ohne die beurteilten Bilder, die jedes Maß schönen würden.</translation>
    </message>
    <message>
        <source>The relevance of the image in a random draw from all predictions that fit your judgements.</source>
        <translation>Die Relevanz des Bilds in einer zufälligen unter allen Vorhersagen, die zu Ihren Beurteilungen passen.</translation>
    </message>
    <message>
        <source>The same, as a multiple of the number of judgements; the smaller limit applies.</source>
        <translation>Dasselbe als Vielfaches der Anzahl der Beurteilungen; das Kleinere von beiden zählt.</translation>
    </message>
    <message>
        <source>The search by words for a pair of networks</source>
        <translation>Die Suche mit Wörtern für ein Netzpaar</translation>
    </message>
    <message>
        <source>The second copy of the judgements cannot be written: {error}</source>
        <translation>Die zweite Kopie der Beurteilungen kann nicht geschrieben werden: {error}</translation>
    </message>
    <message>
        <source>The settings of the topic cannot be written as JSON: {error}.</source>
        <translation>Die Einstellungen des Themas können nicht als JSON geschrieben werden: {error}.</translation>
    </message>
    <message>
        <source>The strategy weighs several criteria against each other; the image with the largest sum is chosen first.</source>
        <translation>Die Strategie wägt mehrere Kriterien gegeneinander ab; das Bild mit der größten Summe wird zuerst gewählt.</translation>
    </message>
    <message>
        <source>The strategy {name} has reported nothing for {count} seconds. You can go on judging meanwhile.</source>
        <translation>Die Strategie {name} hat sich seit {count} Sekunden nicht gemeldet. Sie können inzwischen weiter urteilen.</translation>
    </message>
    <message>
        <source>The strategy {name} was stopped: it used up the memory of this computer. Close other programs, or choose another strategy.</source>
        <translation>Die Strategie {name} wurde angehalten: Sie hat den Arbeitsspeicher dieses Rechners aufgebraucht. Schließen Sie andere Programme, oder wählen Sie eine andere Strategie.</translation>
    </message>
    <message>
        <source>The strategy {strategy} failed: {error}</source>
        <translation>Die Strategie {strategy} ist fehlgeschlagen: {error}</translation>
    </message>
    <message>
        <source>The strategy {strategy} looks at the whole collection at once and cannot choose over a cluster. These can: {strategies}.</source>
        <translation>Die Strategie {strategy} betrachtet die ganze Sammlung auf einmal und kann nicht auf einem Cluster auswählen. Diese können es: {strategies}.</translation>
    </message>
    <message>
        <source>The strategy {strategy} returned {what}. Choose another strategy, or fix it: annotator.strategies.conformance.check_strategy shows where.</source>
        <translation>Die Strategie {strategy} hat {what} zurückgegeben. Wählen Sie eine andere, oder korrigieren Sie sie: annotator.strategies.conformance.check_strategy zeigt, wo.</translation>
    </message>
    <message>
        <source>The table of labels for pandas, Polars and DuckDB.</source>
        <translation>Die Tabelle der Labels für pandas, Polars und DuckDB.</translation>
    </message>
    <message>
        <source>The times are read from the image files first, which can take a while.</source>
        <translation>Zuerst werden die Aufnahmezeiten aus den Bilddateien gelesen; das kann eine Weile dauern.</translation>
    </message>
    <message>
        <source>The topic has no grade {grade}</source>
        <translation>Das Thema hat keine Stufe {grade}</translation>
    </message>
    <message>
        <source>The topic has no grades: Topic, Grades gives it some.</source>
        <translation>Das Thema hat keine Stufen: Thema, Stufen gibt ihm welche.</translation>
    </message>
    <message>
        <source>The topic {topic!r} does not have this rule any more.</source>
        <translation>Das Thema {topic!r} hat diese Regel nicht mehr.</translation>
    </message>
    <message>
        <source>The topic {topic!r} has no grade {grade}; its grades are {grades}.</source>
        <translation>Das Thema {topic!r} hat keine Stufe {grade}; seine Stufen sind {grades}.</translation>
    </message>
    <message>
        <source>The topic {topic!r} has no grades. {remedy}.</source>
        <translation>Das Thema {topic!r} hat keine Stufen. {remedy}.</translation>
    </message>
    <message>
        <source>The topic {topic!r} has no ranking yet. Judge a batch, or rank the collection, and export again.</source>
        <translation>Das Thema {topic!r} hat noch keine Rangliste. Beurteilen Sie einen Stapel, oder ordnen Sie die Sammlung, und exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>The topic {topic!r} has this rule already.</source>
        <translation>Das Thema {topic!r} hat diese Regel schon.</translation>
    </message>
    <message>
        <source>The topic {topic!r} of the runs has a pool under the id {known!r}. Use one id.</source>
        <translation>Das Thema {topic!r} der Runs hat einen Pool mit der Kennung {known!r}. Verwenden Sie eine einzige Kennung.</translation>
    </message>
    <message>
        <source>The topics are the classes, and an image has all that it is relevant to. Otherwise its label is its class.</source>
        <translation>Die Themen sind die Klassen, und ein Bild hat alle, für die es relevant ist. Sonst ist sein Label die Klasse.</translation>
    </message>
    <message>
        <source>The upper end of the prediction: high if the image seems relevant, or if little is known about it.</source>
        <translation>Das obere Ende der Vorhersage: hoch, wenn das Bild relevant scheint oder wenig darüber bekannt ist.</translation>
    </message>
    <message>
        <source>The vote, and the condition on the images</source>
        <translation>Die Stimme und die Bedingung an die Bilder</translation>
    </message>
    <message>
        <source>The whole ranking for trec_eval, ir_measures and similar tools.</source>
        <translation>Die ganze Rangliste für trec_eval, ir_measures und Ähnliches.</translation>
    </message>
    <message>
        <source>The words of this topic cannot be read from {path}: {error}</source>
        <translation>Die Wörter dieses Themas können nicht aus {path} gelesen werden: {error}</translation>
    </message>
    <message>
        <source>Their &amp;copy</source>
        <translation>&amp;Kopie der anderen Person</translation>
    </message>
    <message>
        <source>Their copy</source>
        <translation>Kopie der anderen Person</translation>
    </message>
    <message>
        <source>Their labels go along.</source>
        <translation>Ihre Labels gehen mit.</translation>
    </message>
    <message>
        <source>Their labels stay. Features that the program computed are computed again; others stay too.</source>
        <translation>Ihre Beurteilungen bleiben. Merkmale, die das Programm berechnet hat, werden neu berechnet; andere bleiben.</translation>
    </message>
    <message>
        <source>Their labels stay; they are not proposed any more.</source>
        <translation>Ihre Labels bleiben; sie werden nicht mehr vorgeschlagen.</translation>
    </message>
    <message>
        <source>Their values are 100,000 times those of the other images; these images are never proposed.</source>
        <translation>Ihre Werte sind 100.000-mal so groß wie die der anderen Bilder; diese Bilder werden nie vorgeschlagen.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>There is a topic called {topic!r} already, perhaps in the archive. Choose another name.</source>
        <translation>Es gibt schon ein Thema namens {topic!r}, vielleicht im Archiv. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no column {name!r}; the columns are: {columns}.</source>
        <translation>Es gibt keine Spalte {name!r}; die Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>There is no column {name!r}; the columns are: {metadata}.</source>
        <translation>Es gibt keine Spalte {name!r}; die Spalten sind: {metadata}.</translation>
    </message>
    <message>
        <source>There is no export format {name!r}; the formats are: {among}.</source>
        <translation>Es gibt kein Exportformat {name!r}; die Formate sind: {among}.</translation>
    </message>
    <message>
        <source>There is no format {format!r}; the formats are: {among}.</source>
        <translation>Es gibt kein Format {format!r}; die Formate sind: {among}.</translation>
    </message>
    <message>
        <source>There is no function {name!r} of a text; the functions are: {functions}.</source>
        <translation>Es gibt keine Funktion {name!r} eines Textes; die Funktionen sind: {functions}.</translation>
    </message>
    <message>
        <source>There is no function {name!r}; the functions are: {functions}.</source>
        <translation>Es gibt keine Funktion {name!r}; die Funktionen sind: {functions}.</translation>
    </message>
    <message>
        <source>There is no goal {name!r}; the goals are: {goals}.</source>
        <translation>Es gibt kein Ziel {name!r}; die Ziele sind: {goals}.</translation>
    </message>
    <message>
        <source>There is no image number {image}; the numbers go from 0 to {last}.</source>
        <translation>Es gibt kein Bild Nummer {image}; die Nummern gehen von 0 bis {last}.</translation>
    </message>
    <message>
        <source>There is no image to show yet</source>
        <translation>Es gibt noch kein Bild zu zeigen</translation>
    </message>
    <message>
        <source>There is no image {text!r} in this collection.{hint}</source>
        <translation>Es gibt kein Bild {text!r} in dieser Sammlung.{hint}</translation>
    </message>
    <message>
        <source>There is no image.</source>
        <translation>Es gibt kein Bild.</translation>
    </message>
    <message>
        <source>There is no kind {kind!r}; the kinds are: {exist}</source>
        <translation>Es gibt keine Art {kind!r}; die Arten sind: {exist}</translation>
    </message>
    <message>
        <source>There is no method {method!r}; the methods are {known}.</source>
        <translation>Das Verfahren {method!r} gibt es nicht; es gibt {known}.</translation>
    </message>
    <message>
        <source>There is no order {order!r}; there are: {orders}.</source>
        <translation>Es gibt keine Reihenfolge {order!r}; es gibt: {orders}.</translation>
    </message>
    <message>
        <source>There is no other image to compare with.</source>
        <translation>Es gibt kein anderes Bild zum Vergleichen.</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard</source>
        <translation>In der Zwischenablage ist kein Bild</translation>
    </message>
    <message>
        <source>There is no ranking yet: judge an image relevant and choose a batch first.</source>
        <translation>Es gibt noch keine Rangliste: Beurteilen Sie zuerst ein Bild als relevant und wählen Sie einen Stapel.</translation>
    </message>
    <message numerus="yes">
        <source>There is no rule number {number}; the topic {topic!r} has {n} rule(s).</source>
        <translation>
            <numerusform>Es gibt keine Regel Nummer {number}; das Thema {topic!r} hat {n} Regel.</numerusform>
            <numerusform>Es gibt keine Regel Nummer {number}; das Thema {topic!r} hat {n} Regeln.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no strategy {name!r}; the strategies are: {exist}.</source>
        <translation>Es gibt keine Strategie {name!r}; die Strategien sind: {exist}.</translation>
    </message>
    <message>
        <source>There is no strategy {name}. If it belongs to a plugin, switch the plugin on (Project &gt; Plugins…); or choose another strategy in the settings of the topic.</source>
        <translation>Es gibt keine Strategie {name}. Gehört sie zu einer Erweiterung, schalten Sie diese ein (Projekt &gt; Erweiterungen…); oder wählen Sie in den Einstellungen des Themas eine andere Strategie.</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no topic number {topic}. The topics are: {listed}.</source>
        <translation>Es gibt kein Thema mit der Nummer {topic}. Die Themen sind: {listed}.</translation>
    </message>
    <message>
        <source>There is no topic {topic!r}.</source>
        <translation>Es gibt kein Thema {topic!r}.</translation>
    </message>
    <message>
        <source>There is nothing left to judge</source>
        <translation>Es ist nichts mehr zu beurteilen</translation>
    </message>
    <message>
        <source>There is nothing to set.</source>
        <translation>Es gibt nichts einzustellen.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>There is only one topic</source>
        <translation>Es gibt nur ein Thema</translation>
    </message>
    <message>
        <source>There is only one topic; add another one before you archive it</source>
        <translation>Es gibt nur ein Thema; fügen Sie ein anderes hinzu, bevor Sie es archivieren</translation>
    </message>
    <message>
        <source>These files help to find a defect. They hold versions, settings and numbers, no images and no names of images. Read them, untick what you do not want to give away, and save them. Nothing is sent: attach the saved file to your message yourself.</source>
        <translation>Diese Dateien helfen, einen Fehler zu finden. Sie enthalten Versionen, Einstellungen und Zahlen, keine Bilder und keine Namen von Bildern. Lesen Sie sie, nehmen Sie den Haken weg, wo Sie etwas nicht weitergeben wollen, und speichern Sie sie. Nichts wird versandt: hängen Sie die gespeicherte Datei selbst an Ihre Nachricht an.</translation>
    </message>
    <message>
        <source>These words were understood for other features. Enter them again.</source>
        <translation>Diese Wörter wurden für andere Merkmale verstanden. Geben Sie sie noch einmal ein.</translation>
    </message>
    <message>
        <source>They are ignored.</source>
        <translation>Sie werden übergangen.</translation>
    </message>
    <message>
        <source>They can be looked at and judged, but are never proposed.</source>
        <translation>Sie können angesehen und beurteilt werden, werden aber nie vorgeschlagen.</translation>
    </message>
    <message>
        <source>They cannot be used because {reason}; names must be relative to the image folder.</source>
        <translation>Sie können nicht verwendet werden ({reason}); Namen müssen relativ zum Bilderordner sein.</translation>
    </message>
    <message>
        <source>They carry no information; check how they were computed.</source>
        <translation>Sie enthalten keine Information; prüfen Sie, wie sie berechnet wurden.</translation>
    </message>
    <message>
        <source>They come last. They can be proposed once they have features.</source>
        <translation>Sie kommen ans Ende. Vorgeschlagen werden sie, sobald sie Merkmale haben.</translation>
    </message>
    <message>
        <source>Think one answer ahead</source>
        <translation>Eine Antwort vorausdenken</translation>
    </message>
    <message>
        <source>This batch was chosen for another topic, or for round {wanted} while {topic!r} is in round {round}. Ask for the next batch again.</source>
        <translation>Dieser Stapel wurde für ein anderes Thema gewählt, oder für Runde {wanted}, während {topic!r} in Runde {round} ist. Fordern Sie den nächsten Stapel noch einmal an.</translation>
    </message>
    <message>
        <source>This format needs {what}.</source>
        <translation>Dieses Format braucht {what}.</translation>
    </message>
    <message>
        <source>This image is in no stack; “Similar images” shows what is like it</source>
        <translation>Dieses Bild gehört zu keiner Gruppe; „Ähnliche Bilder“ zeigt, was ihm gleicht</translation>
    </message>
    <message>
        <source>This installation came without the manual. The packages that need no Python bring it along.</source>
        <translation>Diese Installation kam ohne Handbuch. Die Pakete, die kein Python brauchen, bringen es mit.</translation>
    </message>
    <message>
        <source>This is a bug in Annotator. Every judgement you made is stored. You can continue working; if the window behaves oddly, restart the program. Please send the report below to the developers.</source>
        <translation>Das ist ein Fehler in Annotator. Alle Ihre Beurteilungen sind gespeichert. Sie können weiterarbeiten; wenn sich das Fenster seltsam verhält, starten Sie das Programm neu. Bitte senden Sie den Bericht unten an die Entwickler.</translation>
    </message>
    <message>
        <source>This is the first batch.</source>
        <translation>Das ist der erste Stapel.</translation>
    </message>
    <message>
        <source>This is the newest batch.</source>
        <translation>Das ist der neueste Stapel.</translation>
    </message>
    <message>
        <source>This needs all features on one machine, but they are on a cluster. Open the project without the cluster.</source>
        <translation>Dafür müssen alle Merkmale auf einem Rechner liegen, sie liegen aber auf einem Cluster. Öffnen Sie das Projekt ohne den Cluster.</translation>
    </message>
    <message>
        <source>This ranking does not belong to the topic {topic!r}. Request it again.</source>
        <translation>Diese Rangliste gehört nicht zum Thema {topic!r}. Fordern Sie sie noch einmal an.</translation>
    </message>
    <message>
        <source>Three grades</source>
        <translation>Drei Stufen</translation>
    </message>
    <message>
        <source>Thumbnail</source>
        <translation>Vorschaubild</translation>
    </message>
    <message>
        <source>Thumbnail cache</source>
        <translation>Zwischenspeicher der Vorschaubilder</translation>
    </message>
    <message>
        <source>Time line, {chosen}</source>
        <translation>Zeitleiste, {chosen}</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message numerus="yes">
        <source>To certify that at least {recall} % of the relevant images are found, with {confidence} % confidence, judge {n:,} random image(s) if none of them is relevant, {more:,} if one is.</source>
        <translation>
            <numerusform>Damit sich mit {confidence} % Sicherheit bescheinigen lässt, dass mindestens {recall} % der relevanten Bilder gefunden sind, beurteilen Sie noch {n:,} zufälliges Bild, wenn es nicht relevant ist, und {more:,}, wenn eines relevant ist.</numerusform>
            <numerusform>Damit sich mit {confidence} % Sicherheit bescheinigen lässt, dass mindestens {recall} % der relevanten Bilder gefunden sind, beurteilen Sie noch {n:,} zufällige Bilder, wenn keines davon relevant ist, und {more:,}, wenn eines relevant ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>To share or print</source>
        <translation>Zum Weitergeben oder Drucken</translation>
    </message>
    <message>
        <source>To train a classifier</source>
        <translation>Zum Trainieren eines Klassifikators</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>Too early to tell.</source>
        <translation>Dafür ist es zu früh.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Beste</translation>
    </message>
    <message>
        <source>Top per judgement</source>
        <translation>Beste pro Beurteilung</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Topic of the file</source>
        <translation>Thema der Datei</translation>
    </message>
    <message>
        <source>Topic {topic!r} has a pool of depth {depth} already, and only systems can be added to a pool that is no sample. Undo the pool in this topic first.</source>
        <translation>Thema {topic!r} hat schon einen Pool der Tiefe {depth}; zu einem Pool können nur Systeme hinzukommen, und nur, wenn er keine Stichprobe ist. Machen Sie den Pool in diesem Thema zuerst rückgängig.</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Themen</translation>
    </message>
    <message>
        <source>Topics (*.tsv *.txt);;All files (*)</source>
        <translation>Themen (*.tsv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Topics with images to judge: {count}.</source>
        <translation>Themen mit Bildern zum Beurteilen: {count}.</translation>
    </message>
    <message>
        <source>Trade off</source>
        <translation>Abwägung</translation>
    </message>
    <message>
        <source>Treat nearly certain predictions as labels, in the ranking only.</source>
        <translation>Als gegeben nehmen, was das Modell fast sicher weiß, nur in der Rangliste.</translation>
    </message>
    <message>
        <source>Trust the rarer label more: 0 trusts all judgements equally, 1 gives both labels the same total weight.</source>
        <translation>Der selteneren Art von Beurteilung mehr trauen: 0 traut allen gleich, 1 gibt beiden Arten im Ganzen dasselbe Gewicht.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Try again: {title}</source>
        <translation>Noch einmal versuchen: {title}</translation>
    </message>
    <message>
        <source>Try out: {title}</source>
        <translation>Ausprobieren: {title}</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Twins</source>
        <translation>Zwillinge</translation>
    </message>
    <message>
        <source>Two feature sets or more are needed, each with a weight of at least 0, one above 0.</source>
        <translation>Mindestens zwei Merkmalssätze werden gebraucht, jeder mit einem Gewicht von mindestens 0, eines über 0.</translation>
    </message>
    <message>
        <source>Typicality</source>
        <translation>Typisch für seine Umgebung</translation>
    </message>
    <message>
        <source>Typicality, and difference from judged images</source>
        <translation>Typisch für die Umgebung und Unterschied zu beurteilten Bildern</translation>
    </message>
    <message>
        <source>Uncertain images by least confidence (lc), margin (ms), entropy (en), chance (rand), or a mixture (fusion).</source>
        <translation>Unsichere Bilder nach geringster Zuversicht (lc), Abstand (ms), Entropie (en), Zufall (rand) oder einer Mischung (fusion).</translation>
    </message>
    <message>
        <source>Uncertain images in dense regions, with the trade-off that leaves the fewest expected errors.</source>
        <translation>Unsichere Bilder in dichten Gegenden; die Abwägung von beidem ist die, die am wenigsten Fehler erwarten lässt.</translation>
    </message>
    <message>
        <source>Uncertain images surrounded by similar ones, so that an answer also informs about the neighbors.</source>
        <translation>Unsichere Bilder inmitten ähnlicher: Eine Antwort zählt für ihre Nachbarn, ein Ausreißer hat keine.</translation>
    </message>
    <message>
        <source>Uncertain images that move the share of relevant labels toward a target.</source>
        <translation>Unsichere Bilder, durch die der Anteil relevanter Beurteilungen dem gewünschten näher kommt.</translation>
    </message>
    <message>
        <source>Uncertain images whose answers would change the model in different directions.</source>
        <translation>Unsichere Bilder, deren Antworten das Modell in verschiedene Richtungen ändern würden.</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>Uncertainty and balance of the labels</source>
        <translation>Unsicherheit und Ausgewogenheit der Beurteilungen</translation>
    </message>
    <message>
        <source>Uncertainty and density</source>
        <translation>Unsicherheit und Dichte</translation>
    </message>
    <message>
        <source>Unchecked facts are hidden in this project, so that they cannot bias a judgement.</source>
        <translation>Nicht angehakte Angaben sind in diesem Projekt verborgen, damit sie keine Beurteilung beeinflussen.</translation>
    </message>
    <message>
        <source>Understanding…</source>
        <translation>Wird verstanden…</translation>
    </message>
    <message>
        <source>Understood as</source>
        <translation>Verstanden als</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the last judgement, also from earlier rounds and days.</source>
        <translation>Die letzte Beurteilung zurücknehmen, auch aus früheren Runden und Tagen.</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>Uniformly random images: slow to find anything, but valid for the whole collection.</source>
        <translation>Rein zufällig gezogene Bilder: findet nur langsam etwas, gilt aber für alle Bilder.</translation>
    </message>
    <message>
        <source>Uniformly random images: the control for every other strategy.</source>
        <translation>Gleichmäßig zufällige Bilder: die Kontrolle, an der sich jede andere Strategie messen lässt.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>Unbeurteilt</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Untick what you do not mean</source>
        <translation>Entfernen Sie den Haken bei allem, was Sie nicht meinen</translation>
    </message>
    <message>
        <source>Update the ranking</source>
        <translation>Rangliste aktualisieren</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use a network of your own…</source>
        <translation>Ein eigenes Netz verwenden…</translation>
    </message>
    <message>
        <source>Use a picture from anywhere as an example.</source>
        <translation>Ein Bild von irgendwo als Beispiel verwenden.</translation>
    </message>
    <message>
        <source>Use a picture…</source>
        <translation>Ein Bild verwenden…</translation>
    </message>
    <message>
        <source>Use a saved topic</source>
        <translation>Ein gespeichertes Thema verwenden</translation>
    </message>
    <message>
        <source>Use a saved topic…</source>
        <translation>Ein gespeichertes Thema verwenden…</translation>
    </message>
    <message>
        <source>Use as example</source>
        <translation>Als Beispiel verwenden</translation>
    </message>
    <message>
        <source>Use defaults</source>
        <translation>Voreinstellungen verwenden</translation>
    </message>
    <message>
        <source>Use only this key</source>
        <translation>Nur diese Taste verwenden</translation>
    </message>
    <message>
        <source>Use selected</source>
        <translation>Ausgewähltes verwenden</translation>
    </message>
    <message>
        <source>Use the picture in the clipboard as an example.</source>
        <translation>Das Bild in der Zwischenablage als Beispiel verwenden.</translation>
    </message>
    <message>
        <source>Use the simple strategy ({simple_strategy})</source>
        <translation>Die einfache Strategie verwenden ({simple_strategy})</translation>
    </message>
    <message>
        <source>Use the ticked ones</source>
        <translation>Die angehakten benutzen</translation>
    </message>
    <message>
        <source>Use the whole screen.</source>
        <translation>Den ganzen Bildschirm benutzen.</translation>
    </message>
    <message>
        <source>Use their label</source>
        <translation>Ihres übernehmen</translation>
    </message>
    <message>
        <source>Use these criteria</source>
        <translation>Diese Kriterien verwenden</translation>
    </message>
    <message>
        <source>Use these features</source>
        <translation>Diese Merkmale verwenden</translation>
    </message>
    <message>
        <source>Use these grades</source>
        <translation>Diese Stufen verwenden</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>Diese Einstellungen verwenden</translation>
    </message>
    <message>
        <source>Use this feature file</source>
        <translation>Diese Merkmalsdatei verwenden</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Diesen verwenden</translation>
    </message>
    <message>
        <source>Use this rule</source>
        <translation>Diese Regel verwenden</translation>
    </message>
    <message>
        <source>Use {count} images as examples</source>
        <translation>{count} Bilder als Beispiele verwenden</translation>
    </message>
    <message>
        <source>VIAME</source>
        <translation>VIAME</translation>
    </message>
    <message numerus="yes">
        <source>Values for %n image(s) in: {names}.</source>
        <translation>
            <numerusform>Werte für %n Bild in: {names}.</numerusform>
            <numerusform>Werte für %n Bilder in: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Variance</source>
        <translation>Varianz</translation>
    </message>
    <message>
        <source>Version, license and file locations.</source>
        <translation>Version, Lizenz und wo Dateien liegen.</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Votes count in the ranking, less and less as you judge. How far each rule can be trusted is estimated from how rules and judgements agree.</source>
        <translation>Die Stimmen zählen in der Rangliste, immer weniger, je mehr Sie beurteilen. Wie weit jeder Regel zu trauen ist, wird daraus geschätzt, wie Regeln und Beurteilungen übereinstimmen.</translation>
    </message>
    <message>
        <source>Votes {vote} on {share} of all images; another rule votes, too, on {overlap}, and the other way on {conflict}.</source>
        <translation>Stimmt bei {share} aller Bilder für {vote}; bei {overlap} stimmt auch eine andere Regel ab, und bei {conflict} eine dagegen.</translation>
    </message>
    <message>
        <source>Web annotations (W3C, for IIIF)</source>
        <translation>Web-Annotationen (W3C, für IIIF)</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Weight of a deviation of 1 from the target share, in nats; 0 ignores it.</source>
        <translation>Nat an Entropie, die ein um 1 falscher Anteil aufwiegt; 0 übergeht ihn.</translation>
    </message>
    <message>
        <source>Weight of the neighbor graph in the similarity: 0 uses features only, 1 the graph only.</source>
        <translation>Anteil des Nachbargraphen an dem, was als ähnlich gilt: 0 vergleicht nur Merkmale, 1 folgt nur Nachbarn.</translation>
    </message>
    <message>
        <source>Weight r of the uncertainty against the diversity of the batch.</source>
        <translation>Gewicht r der Unsicherheit gegenüber der Vielfalt des Stapels.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>Wonach suchen Sie?</translation>
    </message>
    <message>
        <source>What do you want from the next images?</source>
        <translation>Was wollen Sie von den nächsten Bildern?</translation>
    </message>
    <message>
        <source>What else are you looking for?</source>
        <translation>Wonach suchen Sie noch?</translation>
    </message>
    <message>
        <source>What for?</source>
        <translation>Wofür?</translation>
    </message>
    <message>
        <source>What happened to the image</source>
        <translation>Was mit dem Bild geschah</translation>
    </message>
    <message>
        <source>What has changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>What is asked next can be limited by folder, date, camera, size and columns of tables, not by labels, scores, features or what is selected on the map.</source>
        <translation>Wonach als Nächstes gefragt wird, lässt sich durch Ordner, Datum, Kamera, Größe und Spalten von Tabellen einschränken, nicht durch Beurteilungen, Werte, Merkmale oder die Auswahl auf der Karte.</translation>
    </message>
    <message>
        <source>What is done is kept; the rest is computed later.</source>
        <translation>Was berechnet ist, bleibt; der Rest folgt später.</translation>
    </message>
    <message>
        <source>What is looked for</source>
        <translation>Was gesucht wird</translation>
    </message>
    <message>
        <source>What may be hidden</source>
        <translation>Was verborgen sein kann</translation>
    </message>
    <message>
        <source>What stands before the path of an image: where Label Studio serves the image folder from.</source>
        <translation>Was vor dem Pfad eines Bildes steht: wo Label Studio den Bilderordner anbietet.</translation>
    </message>
    <message>
        <source>What the colors are divided by then.</source>
        <translation>Wodurch die Farben dann geteilt werden.</translation>
    </message>
    <message>
        <source>What the model believes</source>
        <translation>Was das Modell glaubt</translation>
    </message>
    <message>
        <source>What the model would believe by all other judgements, had you not judged this image.</source>
        <translation>Was das Modell nach allen anderen Beurteilungen glauben würde, hätten Sie dieses Bild nicht beurteilt.</translation>
    </message>
    <message>
        <source>What the next images are chosen for</source>
        <translation>Wofür die nächsten Bilder gewählt werden</translation>
    </message>
    <message>
        <source>What the ranking would be after either answer; slower.</source>
        <translation>Wie die Rangliste nach jeder der Antworten wäre; langsamer.</translation>
    </message>
    <message>
        <source>What the relevant images show.</source>
        <translation>Was die relevanten Bilder zeigen.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What was looked at</source>
        <translation>Was angesehen wurde</translation>
    </message>
    <message>
        <source>What was not matched</source>
        <translation>Was nicht zugeordnet wurde</translation>
    </message>
    <message>
        <source>What was read is kept; the rest is read when the project is opened again.</source>
        <translation>Was gelesen ist, bleibt; der Rest wird gelesen, wenn das Projekt wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>What words mean</source>
        <translation>Was Wörter bedeuten</translation>
    </message>
    <message>
        <source>What you are looking for</source>
        <translation>Wonach Sie suchen</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>When the last image of a batch is judged, choose the next batch.</source>
        <translation>Wenn das letzte Bild eines Stapels beurteilt ist, den nächsten Stapel wählen.</translation>
    </message>
    <message>
        <source>When the latest judgement was made</source>
        <translation>Wann die letzte Beurteilung gegeben wurde</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where both have a label</source>
        <translation>Wo beide ein Label haben</translation>
    </message>
    <message>
        <source>Where is {name} now?</source>
        <translation>Wo ist {name} jetzt?</translation>
    </message>
    <message>
        <source>Where the cameras stood: datapackage.json of an existing package, or a table with the columns deploymentID (the folder of the images), latitude and longitude.</source>
        <translation>Wo die Kameras standen: datapackage.json eines vorhandenen Pakets, oder eine Tabelle mit den Spalten deploymentID (der Ordner der Bilder), latitude und longitude.</translation>
    </message>
    <message>
        <source>Where the names come from</source>
        <translation>Woher die Namen kommen</translation>
    </message>
    <message>
        <source>Which images</source>
        <translation>Welche Bilder</translation>
    </message>
    <message>
        <source>Which images show what you are looking for? One is enough; Ctrl+click or Shift+arrows select several. {count} images.</source>
        <translation>Welche Bilder zeigen, wonach Sie suchen? Eines genügt; Strg+Klick oder Umschalt+Pfeiltasten wählen mehrere aus. {count} Bilder.</translation>
    </message>
    <message>
        <source>Which images the ranking shows</source>
        <translation>Welche Bilder die Rangliste zeigt</translation>
    </message>
    <message>
        <source>Which images: all, those with a label, or the relevant ones.</source>
        <translation>Welche Bilder: alle, die mit einem Label oder die relevanten.</translation>
    </message>
    <message>
        <source>Which images: the best of the ranking, or those judged relevant.</source>
        <translation>Welche Bilder: die besten der Rangliste oder die als relevant bewerteten.</translation>
    </message>
    <message>
        <source>Which output of the network holds the features.</source>
        <translation>Welche Ausgabe des Netzes die Merkmale enthält.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Who was there: a person with a camera, or a camera alone.</source>
        <translation>Wer da war: ein Mensch mit einer Kamera oder eine Kamera allein.</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>Ganze Karte</translation>
    </message>
    <message>
        <source>Whose agreement</source>
        <translation>Wessen Übereinstimmung</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why this image?</source>
        <translation>Warum dieses Bild?</translation>
    </message>
    <message>
        <source>Why words cannot be used</source>
        <translation>Warum Wörter hier nicht verwendbar sind</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>With a note</source>
        <translation>Mit Notiz</translation>
    </message>
    <message>
        <source>With ranks: number of images requested from a strategy that does not score all of them.</source>
        <translation>Nach Rängen: Bilder, die von einer Strategie erbeten werden, die nicht alle bewertet.</translation>
    </message>
    <message>
        <source>Without a label, by cluster</source>
        <translation>Ohne Beurteilung, nach Cluster</translation>
    </message>
    <message>
        <source>Without a label, by probability</source>
        <translation>Ohne Beurteilung, nach Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Without a note</source>
        <translation>Ohne Notiz</translation>
    </message>
    <message>
        <source>Without a run: {count}.</source>
        <translation>Ohne Run: {count}.</translation>
    </message>
    <message>
        <source>Without features</source>
        <translation>Ohne Merkmale</translation>
    </message>
    <message>
        <source>Word of grade {grade}</source>
        <translation>Wort der Stufe {grade}</translation>
    </message>
    <message>
        <source>Words are written like keep=relevant, drop=irrelevant.</source>
        <translation>Wörter schreibt man so: keep=relevant, drop=irrelevant.</translation>
    </message>
    <message>
        <source>Words find images by features of the network {wanted}, and the features of this project are of {found}. {remedy}</source>
        <translation>Wörter finden Bilder nach den Merkmalen des Netzes {wanted}; die Merkmale dieses Projekts sind von {found}. {remedy}</translation>
    </message>
    <message numerus="yes">
        <source>Would write {n} image(s) to {names}.</source>
        <translation>
            <numerusform>{n} Bild würde nach {names} geschrieben.</numerusform>
            <numerusform>{n} Bilder würden nach {names} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Would you stop?</source>
        <translation>Würden Sie aufhören?</translation>
    </message>
    <message>
        <source>Write a condition that says for which images the rule votes, e.g. folder(&apos;2019/night&apos;)</source>
        <translation>Schreiben Sie eine Bedingung, die sagt, zu welchen Bildern die Regel abstimmt, z. B. folder(&apos;2019/nacht&apos;)</translation>
    </message>
    <message>
        <source>Write a note on the current image, for all topics; undo takes it back.</source>
        <translation>Schreibt eine Notiz zum aktuellen Bild, für alle Themen; Rückgängig nimmt sie zurück.</translation>
    </message>
    <message>
        <source>Write a text of at most {most:,} characters.</source>
        <translation>Schreiben Sie einen Text von höchstens {most:,} Zeichen.</translation>
    </message>
    <message>
        <source>Write into the image folder, next to each image; existing files keep the rest of their contents.</source>
        <translation>In den Bilderordner schreiben, neben jedes Bild; vorhandene Dateien behalten ihren übrigen Inhalt.</translation>
    </message>
    <message>
        <source>Write into the image folder, next to each image; existing files keep their shapes and other flags.</source>
        <translation>In den Bilderordner schreiben, neben jedes Bild; vorhandene Dateien behalten ihre Formen und andere Flags.</translation>
    </message>
    <message>
        <source>Write labels or the ranked list to a file.</source>
        <translation>Beurteilungen oder die Rangliste in eine Datei schreiben.</translation>
    </message>
    <message>
        <source>Write the note</source>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
    <message>
        <source>Written again with the same content</source>
        <translation>Mit demselben Inhalt neu geschrieben</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>Nach {path} geschrieben</translation>
    </message>
    <message numerus="yes">
        <source>Wrote {n} image(s) to {names}.</source>
        <translation>
            <numerusform>{n} Bild nach {names} geschrieben.</numerusform>
            <numerusform>{n} Bilder nach {names} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>XMP sidecars for digiKam, darktable, Lightroom</source>
        <translation>XMP-Begleitdateien für digiKam, darktable, Lightroom</translation>
    </message>
    <message>
        <source>X_train and X_test</source>
        <translation>X_train und X_test</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>You can judge at once: what the images show is computed meanwhile, on this computer only.</source>
        <translation>Sie können sofort beurteilen: Was die Bilder zeigen, wird währenddessen berechnet, nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>You can stop: at least {share} % of the relevant images are found, with 95 % confidence.</source>
        <translation>Sie können aufhören: Mit 95 % Sicherheit sind mindestens {share} % der relevanten Bilder gefunden.</translation>
    </message>
    <message>
        <source>You can stop: there are probably at most {high} more.</source>
        <translation>Sie können aufhören: Es gibt wahrscheinlich höchstens noch {high}.</translation>
    </message>
    <message>
        <source>You have a picture of it somewhere else?
Choose it, paste it or drop it here.</source>
        <translation>Sie haben anderswo ein Bild davon?
Wählen Sie es, fügen Sie es ein oder ziehen Sie es hierher.</translation>
    </message>
    <message>
        <source>You have judged images already.
The first batch learns from them.</source>
        <translation>Sie haben schon Bilder beurteilt.
Der erste Stapel lernt daraus.</translation>
    </message>
    <message>
        <source>You know an image that shows it?
Then similar images come first.</source>
        <translation>Sie kennen ein Bild, das es zeigt?
Dann kommen ähnliche Bilder zuerst.</translation>
    </message>
    <message>
        <source>You may also drop files here: a folder of images, with its feature file if there is one, or a project.</source>
        <translation>Sie können auch Dateien hierher ziehen: einen Ordner mit Bildern, gegebenenfalls mit seiner Merkmalsdatei, oder ein Projekt.</translation>
    </message>
    <message>
        <source>Your judgements are stored here.</source>
        <translation>Ihre Beurteilungen werden hier gespeichert.</translation>
    </message>
    <message>
        <source>Your labels stay as they are. Images that you did not judge take over the labels of the other person, and undo takes that back in one step. The copy is not changed.</source>
        <translation>Ihre Beurteilungen bleiben, wie sie sind. Bilder, die Sie nicht beurteilt haben, übernehmen die Beurteilung der anderen Person; „Rückgängig“ nimmt das in einem Schritt zurück. Die Kopie wird nicht geändert.</translation>
    </message>
    <message>
        <source>[view.preview] shows an image large, and you can judge it there. [view.switch] moves between batch and ranking.</source>
        <translation>[view.preview] zeigt ein Bild groß, und Sie können es dort beurteilen. [view.switch] wechselt zwischen Stapel und Rangliste.</translation>
    </message>
    <message>
        <source>a click on the number</source>
        <translation>ein Klick auf die Zahl</translation>
    </message>
    <message>
        <source>a column</source>
        <translation>eine Spalte</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>ein Gerät</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch ein paar Sekunden</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a number from {low} to {high}</source>
        <translation>eine Zahl von {low} bis {high}</translation>
    </message>
    <message>
        <source>a number of at least {low}</source>
        <translation>eine Zahl von mindestens {low}</translation>
    </message>
    <message>
        <source>a number of at most {high}</source>
        <translation>eine Zahl von höchstens {high}</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>eine Pipe</translation>
    </message>
    <message>
        <source>a project has one feature file</source>
        <translation>ein Projekt hat eine Merkmalsdatei</translation>
    </message>
    <message>
        <source>a project has one folder of images; its subfolders are searched too</source>
        <translation>ein Projekt hat einen Bilderordner; seine Unterordner werden auch durchsucht</translation>
    </message>
    <message>
        <source>a project is opened as it is</source>
        <translation>ein Projekt wird geöffnet, wie es ist</translation>
    </message>
    <message>
        <source>a row</source>
        <translation>eine Zeile</translation>
    </message>
    <message>
        <source>a row of {table} belongs to none of {parent}</source>
        <translation>eine Zeile von {table} gehört zu keiner von {parent}</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>ein Socket</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a whole number from {low} to {high}</source>
        <translation>eine ganze Zahl von {low} bis {high}</translation>
    </message>
    <message>
        <source>a whole number of at least {low}</source>
        <translation>eine ganze Zahl von mindestens {low}</translation>
    </message>
    <message>
        <source>a whole number of at most {high}</source>
        <translation>eine ganze Zahl von höchstens {high}</translation>
    </message>
    <message>
        <source>about {hours} h left</source>
        <translation>noch etwa {hours} h</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>noch etwa {minutes} min</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>adobe</source>
        <translation>Adobe</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>all dates</source>
        <translation>alle Daten</translation>
    </message>
    <message>
        <source>all {n_paths:,} are there</source>
        <translation>alle {n_paths:,} sind da</translation>
    </message>
    <message>
        <source>all {n} images of the stack</source>
        <translation>alle {n} Bilder der Gruppe</translation>
    </message>
    <message>
        <source>an unknown encoder</source>
        <translation>einem unbekannten Programm</translation>
    </message>
    <message>
        <source>an unknown network</source>
        <translation>einem unbekannten Netz</translation>
    </message>
    <message>
        <source>animal</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>von einem anderen Programm</translation>
    </message>
    <message>
        <source>another program holds the file; close that program and repeat the last step</source>
        <translation>ein anderes Programm hält die Datei fest; schließen Sie es und wiederholen Sie den letzten Schritt</translation>
    </message>
    <message>
        <source>another program wrote to the file</source>
        <translation>ein anderes Programm hat in die Datei geschrieben</translation>
    </message>
    <message>
        <source>arc-cosine</source>
        <translation>Arkuskosinus</translation>
    </message>
    <message>
        <source>are</source>
        <translation>sind</translation>
    </message>
    <message>
        <source>arrows change it</source>
        <translation>Pfeiltasten wechseln es</translation>
    </message>
    <message>
        <source>as before this round</source>
        <translation>wie vor dieser Runde</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>bald</source>
        <translation>bald</translation>
    </message>
    <message>
        <source>basename</source>
        <translation>ohne Ordner</translation>
    </message>
    <message>
        <source>batch size: {batch_size!r} is not a whole number from 1 to {highest}</source>
        <translation>Stapelgröße: {batch_size!r} ist keine ganze Zahl von 1 bis {highest}</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste</translation>
    </message>
    <message>
        <source>bicubic</source>
        <translation>bikubisch</translation>
    </message>
    <message>
        <source>bilinear</source>
        <translation>bilinear</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>bursts and near-duplicates</source>
        <translation>Serien und fast gleiche Bilder</translation>
    </message>
    <message>
        <source>by {step} name</source>
        <translation>nach Namen ({step})</translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation>kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>changed since it was switched on</source>
        <translation>geändert, seit sie eingeschaltet wurde</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>wählen</translation>
    </message>
    <message>
        <source>choose another feature file</source>
        <translation>wählen Sie eine andere Merkmalsdatei</translation>
    </message>
    <message>
        <source>choose one</source>
        <translation>wählen Sie eines</translation>
    </message>
    <message>
        <source>choose the column of names in the layout of the file</source>
        <translation>wählen Sie die Spalte der Namen im Aufbau der Datei</translation>
    </message>
    <message>
        <source>choose the list in the layout of the file; where image number i has a name like im7.jpg, choose that images are numbered</source>
        <translation>wählen Sie die Liste im Aufbau der Datei; wo Bild Nummer i einen Namen wie im7.jpg hat, wählen Sie dort, dass die Bilder nummeriert sind</translation>
    </message>
    <message>
        <source>choosing the next batch</source>
        <translation>nächster Stapel wird gewählt</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>clip-retrieval, {n_shards} shards</source>
        <translation>clip-retrieval, Teile: {n_shards}</translation>
    </message>
    <message>
        <source>clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>colors as bytes</source>
        <translation>Farben als Bytes</translation>
    </message>
    <message>
        <source>colors as usual for networks trained on ImageNet</source>
        <translation>Farben wie bei auf ImageNet trainierten Netzen üblich</translation>
    </message>
    <message>
        <source>colors as usual where the name says {word!r}</source>
        <translation>Farben wie üblich, wenn der Name {word!r} enthält</translation>
    </message>
    <message>
        <source>confirm</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>kopieren</translation>
    </message>
    <message>
        <source>corr</source>
        <translation>corr</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>create an intact one from it and its backups with Recover</source>
        <translation>legen Sie mit „Wiederherstellen“ ein heiles aus ihm und seinen Sicherungen an</translation>
    </message>
    <message>
        <source>criteria</source>
        <translation>Kriterien</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>zuschneiden</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>digiKam</source>
        <translation>digiKam</translation>
    </message>
    <message>
        <source>digikam</source>
        <translation>digiKam</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>e.g. hour &lt; 6</source>
        <translation>z. B. hour &lt; 6</translation>
    </message>
    <message>
        <source>e.g. keep=relevant, drop=irrelevant</source>
        <translation>z. B. keep=relevant, drop=irrelevant</translation>
    </message>
    <message>
        <source>e.g. red kites in flight</source>
        <translation>z. B. rote Milane im Flug</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>Entropie</translation>
    </message>
    <message>
        <source>entropy: average information of your answers; min-entropy: least information, if all are given and correct; surprise: most information, which prefers images whose relevance is clear (for comparisons).</source>
        <translation>Entropie: mittlere Information Ihrer Antworten; Min-Entropie: kleinste Information, wenn alle gegeben werden und richtig sind; Überraschung: größte Information, die Bilder mit klarer Relevanz bevorzugt (zum Vergleich).</translation>
    </message>
    <message>
        <source>entry {number:,}</source>
        <translation>Eintrag {number:,}</translation>
    </message>
    <message>
        <source>events with pauses of up to {gap} s</source>
        <translation>Ereignisse mit Pausen bis {gap} s</translation>
    </message>
    <message>
        <source>every</source>
        <translation>jedes</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>exakt</translation>
    </message>
    <message>
        <source>exponential</source>
        <translation>exponentiell</translation>
    </message>
    <message>
        <source>external</source>
        <translation>von außen</translation>
    </message>
    <message>
        <source>external example {name}</source>
        <translation>Beispiel von außen {name}</translation>
    </message>
    <message>
        <source>external example {name} removed</source>
        <translation>Beispiel von außen {name} entfernt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>features from {features}</source>
        <translation>Merkmale aus {features}</translation>
    </message>
    <message>
        <source>features of shape {expected}: one row of numbers per image is needed</source>
        <translation>Merkmale der Form {expected}: nötig ist eine Zeile von Zahlen je Bild</translation>
    </message>
    <message>
        <source>features of type {dtype}: float16, float32 or float64 is needed</source>
        <translation>Merkmale vom Typ {dtype}: nötig ist float16, float32 oder float64</translation>
    </message>
    <message>
        <source>find out</source>
        <translation>herausfinden</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>first</source>
        <translation>erstes</translation>
    </message>
    <message>
        <source>first of the day</source>
        <translation>erste des Tages</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>fusion</source>
        <translation>fusion</translation>
    </message>
    <message>
        <source>gmm</source>
        <translation>gmm</translation>
    </message>
    <message>
        <source>grades {grades}</source>
        <translation>Stufen {grades}</translation>
    </message>
    <message>
        <source>hard</source>
        <translation>hart</translation>
    </message>
    <message>
        <source>hardlink</source>
        <translation>harter Link</translation>
    </message>
    <message>
        <source>has features that contain NaN or Inf</source>
        <translation>Merkmale mit NaN oder Inf hat</translation>
    </message>
    <message>
        <source>has no features</source>
        <translation>keine Merkmale hat</translation>
    </message>
    <message>
        <source>has no features yet</source>
        <translation>hat noch keine Merkmale</translation>
    </message>
    <message>
        <source>human</source>
        <translation>Mensch</translation>
    </message>
    <message>
        <source>image {number:,}</source>
        <translation>Bild {number:,}</translation>
    </message>
    <message>
        <source>image {row} of {count}</source>
        <translation>Bild {row} von {count}</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>images, features</source>
        <translation>Bilder, Merkmale</translation>
    </message>
    <message>
        <source>in an open stack of {n} images</source>
        <translation>in einer offenen Gruppe aus {n} Bildern</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>intact, format {format}, upgraded when it is opened (now {newest}), {size:.1f} MB</source>
        <translation>intakt, Format {format}, wird beim Öffnen aktualisiert (jetzt {newest}), {size:.1f} MB</translation>
    </message>
    <message>
        <source>intact, format {format}, {size:.1f} MB</source>
        <translation>intakt, Format {format}, {size:.1f} MB</translation>
    </message>
    <message>
        <source>irrelevant</source>
        <translation>irrelevant</translation>
    </message>
    <message>
        <source>irrelevant where {condition}</source>
        <translation>irrelevant, wo {condition}</translation>
    </message>
    <message>
        <source>is neither a project, nor a folder, nor a feature file (.h5)</source>
        <translation>ist weder ein Projekt noch ein Ordner noch eine Merkmalsdatei (.h5)</translation>
    </message>
    <message>
        <source>is on a shared or network drive ({kind}): slower, and only one person may have it open</source>
        <translation>liegt auf einem Netzlaufwerk oder geteilten Laufwerk ({kind}): langsamer, und nur eine Person darf es geöffnet haben</translation>
    </message>
    <message>
        <source>it has changed since it was switched on; look at it and switch it on again</source>
        <translation>sie hat sich geändert, seit sie eingeschaltet wurde; sehen Sie sie an und schalten Sie sie wieder ein</translation>
    </message>
    <message>
        <source>it has {more:,} steps that the project file has not. {remedy} It has these steps, unless an image was judged otherwise since. If they are not wanted, move {files} away</source>
        <translation>es hat {more:,} Schritte, die der Projektdatei fehlen. {remedy} Es enthält diese Schritte, außer wo ein Bild seither anders beurteilt wurde. Wenn sie nicht gewünscht sind, verschieben Sie {files}</translation>
    </message>
    <message>
        <source>it holds {now} values instead of {was}: it was replaced, or rows were added or cut off</source>
        <translation>sie enthält {now} statt {was} Werte: Sie wurde ersetzt, oder Zeilen wurden angefügt oder abgeschnitten</translation>
    </message>
    <message>
        <source>it occurs twice</source>
        <translation>er kommt zweimal vor</translation>
    </message>
    <message>
        <source>its leading folders are not those of the other names</source>
        <translation>seine vorderen Ordner sind nicht die der anderen Namen</translation>
    </message>
    <message>
        <source>its lock file {file} was removed or replaced</source>
        <translation>seine Sperrdatei {file} wurde entfernt oder ersetzt</translation>
    </message>
    <message>
        <source>its names and its values changed: it was replaced or re-ordered</source>
        <translation>ihre Namen und Werte haben sich geändert: Sie wurde ersetzt oder umsortiert</translation>
    </message>
    <message>
        <source>its names changed while its values are the same: they were renamed or re-ordered</source>
        <translation>ihre Namen haben sich geändert, die Werte nicht: Die Bilder wurden umbenannt oder umsortiert</translation>
    </message>
    <message>
        <source>its values are stored as {found} instead of {expected}: it was converted</source>
        <translation>ihre Werte sind als {found} statt {expected} gespeichert: Sie wurde umgewandelt</translation>
    </message>
    <message>
        <source>its values changed while its names are the same: features were recomputed or rows reordered</source>
        <translation>ihre Werte haben sich geändert, die Namen nicht: Die Merkmale wurden neu berechnet oder die Zeilen umsortiert</translation>
    </message>
    <message>
        <source>judged</source>
        <translation>bewertete</translation>
    </message>
    <message>
        <source>judgements</source>
        <translation>Beurteilungen</translation>
    </message>
    <message>
        <source>judgements or settings were stored by another program</source>
        <translation>ein anderes Programm hat Beurteilungen oder Einstellungen gespeichert</translation>
    </message>
    <message>
        <source>kmeans</source>
        <translation>kmeans</translation>
    </message>
    <message>
        <source>kmeans: k-means; gmm: mixture of Gaussians.</source>
        <translation>kmeans: k-Means; gmm: Mischung von Gauß-Verteilungen.</translation>
    </message>
    <message>
        <source>layout and size from its input</source>
        <translation>Aufbau und Größe aus der Eingabe</translation>
    </message>
    <message>
        <source>layout from its input, usual size</source>
        <translation>Aufbau aus der Eingabe, übliche Größe</translation>
    </message>
    <message>
        <source>lc</source>
        <translation>lc</translation>
    </message>
    <message>
        <source>leave as they are</source>
        <translation>lassen, wie sie sind</translation>
    </message>
    <message>
        <source>leave-out</source>
        <translation>auslassen</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgenommen</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>likely {low} to {high} in all</source>
        <translation>wahrscheinlich {low} bis {high} insgesamt</translation>
    </message>
    <message>
        <source>line {number:,}</source>
        <translation>Zeile {number:,}</translation>
    </message>
    <message>
        <source>loading …</source>
        <translation>wird geladen…</translation>
    </message>
    <message>
        <source>log in plain text</source>
        <translation>Protokoll als Text</translation>
    </message>
    <message>
        <source>logdet</source>
        <translation>logdet</translation>
    </message>
    <message>
        <source>matern</source>
        <translation>Matérn</translation>
    </message>
    <message>
        <source>min-entropy</source>
        <translation>Min-Entropie</translation>
    </message>
    <message>
        <source>more than one array could be the features</source>
        <translation>mehr als ein Array könnte die Merkmale enthalten</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>names from {names}</source>
        <translation>Namen aus {names}</translation>
    </message>
    <message>
        <source>needs of the format {name!r} must be a frozenset of: {needs}</source>
        <translation>needs des Formats {name!r} muss ein frozenset sein aus: {needs}</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>network drive</source>
        <translation>Netzlaufwerk</translation>
    </message>
    <message>
        <source>network share</source>
        <translation>Netzwerkfreigabe</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>no criteria</source>
        <translation>keine Kriterien</translation>
    </message>
    <message>
        <source>no data sets</source>
        <translation>keine Datensätze</translation>
    </message>
    <message>
        <source>no features were found</source>
        <translation>es wurden keine Merkmale gefunden</translation>
    </message>
    <message>
        <source>no features were found; they must be in a data set &apos;features&apos;, one row per image, next to &apos;filenames&apos;</source>
        <translation>es wurden keine Merkmale gefunden; sie müssen in einem Datensatz &apos;features&apos; stehen, eine Zeile je Bild, neben &apos;filenames&apos;</translation>
    </message>
    <message>
        <source>no features, never proposed</source>
        <translation>keine Merkmale, nie vorgeschlagen</translation>
    </message>
    <message>
        <source>no grades</source>
        <translation>keine Stufen</translation>
    </message>
    <message>
        <source>no image has this name</source>
        <translation>kein Bild heißt so</translation>
    </message>
    <message>
        <source>no image selected</source>
        <translation>kein Bild ausgewählt</translation>
    </message>
    <message>
        <source>no stacks</source>
        <translation>keine Gruppen</translation>
    </message>
    <message>
        <source>no words</source>
        <translation>keine Wörter</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>none of its {n_names:,} names is one of the {n_paths:,} images. Its names are like {names}; the images are like {paths}. {cause}</source>
        <translation>keiner ihrer {n_names:,} Namen gehört zu einem der {n_paths:,} Bilder. Ihre Namen sehen so aus: {names}; die Bilder so: {paths}. {cause}</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>normalised</source>
        <translation>vereinheitlicht</translation>
    </message>
    <message>
        <source>not checked, because they are outside the project&apos;s folder: {where}. {remedy}</source>
        <translation>nicht geprüft, da außerhalb des Projektordners: {where}. {remedy}</translation>
    </message>
    <message>
        <source>not found: choose it to find it, or to take it off this list</source>
        <translation>nicht gefunden: auswählen, um es zu suchen oder aus dieser Liste zu entfernen</translation>
    </message>
    <message>
        <source>not judged so far</source>
        <translation>bisher nicht beurteilt</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>nicht benannt</translation>
    </message>
    <message>
        <source>not {meaning}</source>
        <translation>nicht {meaning}</translation>
    </message>
    <message>
        <source>note on {path}</source>
        <translation>Notiz zu {path}</translation>
    </message>
    <message>
        <source>note on {path} removed</source>
        <translation>Notiz zu {path} entfernt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>nothing has changed</source>
        <translation>nichts hat sich geändert</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>on screen now</source>
        <translation>gerade gezeigt</translation>
    </message>
    <message>
        <source>one column per image</source>
        <translation>eine Spalte je Bild</translation>
    </message>
    <message>
        <source>one of {words}</source>
        <translation>eines von {words}</translation>
    </message>
    <message>
        <source>one project is open at a time</source>
        <translation>nur ein Projekt ist zugleich geöffnet</translation>
    </message>
    <message>
        <source>only {megabytes:.0f} MB are free on its disk; make room</source>
        <translation>nur {megabytes:.0f} MB sind auf dem Laufwerk frei; schaffen Sie Platz</translation>
    </message>
    <message>
        <source>or f&amp;older</source>
        <translation>oder O&amp;rdner</translation>
    </message>
    <message>
        <source>p = {value} for less than 95 % found; it stops below {limit}.</source>
        <translation>p = {value} dafür, dass weniger als 95 % gefunden sind; die Regel hört unter {limit} auf.</translation>
    </message>
    <message>
        <source>parts: a combination cannot be a part of itself</source>
        <translation>parts: eine Verbindung kann kein Teil von sich selbst sein</translation>
    </message>
    <message>
        <source>parts: the weight {text!r} of {name} is not a positive number</source>
        <translation>parts: das Gewicht {text!r} von {name} ist keine positive Zahl</translation>
    </message>
    <message>
        <source>parts: there is no strategy {name!r}; the strategies are: {exist}</source>
        <translation>Teile: Es gibt keine Strategie {name!r}; die Strategien sind: {exist}</translation>
    </message>
    <message>
        <source>parts: {name} is named twice; give it one weight</source>
        <translation>parts: {name} ist zweimal genannt; geben Sie ihr ein Gewicht</translation>
    </message>
    <message>
        <source>parts: {parts!r} lacks a name; write names and weights, e.g. ital:2, topscoring:1</source>
        <translation>parts: in {parts!r} fehlt ein Name; schreiben Sie Namen und Gewichte, z. B. ital:2, topscoring:1</translation>
    </message>
    <message>
        <source>pasted picture</source>
        <translation>eingefügtes Bild</translation>
    </message>
    <message>
        <source>path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>photo.jpg.xmp as digiKam and darktable call it, or photo.xmp as Adobe does.</source>
        <translation>photo.jpg.xmp, wie digiKam und darktable sie nennen, oder photo.xmp wie Adobe.</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>einfach</translation>
    </message>
    <message>
        <source>plain scores each image alone; corr and logdet keep the images of a batch apart.</source>
        <translation>einfach betrachtet jedes Bild für sich; corr und logdet halten die Bilder eines Stapels auseinander.</translation>
    </message>
    <message>
        <source>pool of topic {topic}</source>
        <translation>Pool des Themas {topic}</translation>
    </message>
    <message>
        <source>pool: {judged}</source>
        <translation>Pool: {judged}</translation>
    </message>
    <message>
        <source>preparation of images from {file}</source>
        <translation>Vorbereitung der Bilder aus {file}</translation>
    </message>
    <message>
        <source>probably irrelevant</source>
        <translation>wahrscheinlich irrelevant</translation>
    </message>
    <message>
        <source>probably relevant</source>
        <translation>wahrscheinlich relevant</translation>
    </message>
    <message>
        <source>process {process} (this program) on {host} since {since}</source>
        <translation>von Prozess {process} (dieses Programm) auf {host} seit {since}</translation>
    </message>
    <message>
        <source>process {process} on {host} has or had it open since {since}</source>
        <translation>Prozess {process} auf {host} hat oder hatte es seit {since} geöffnet</translation>
    </message>
    <message>
        <source>process {process} on {host} since {since}</source>
        <translation>von Prozess {process} auf {host} seit {since}</translation>
    </message>
    <message>
        <source>project file</source>
        <translation>Projektdatei</translation>
    </message>
    <message>
        <source>rand</source>
        <translation>rand</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>rank {rank}</source>
        <translation>Rang {rank}</translation>
    </message>
    <message>
        <source>rank {rank} of {total}</source>
        <translation>Rang {rank} von {total}</translation>
    </message>
    <message>
        <source>ranking the collection</source>
        <translation>Sammlung wird geordnet</translation>
    </message>
    <message>
        <source>ranks</source>
        <translation>Ränge</translation>
    </message>
    <message>
        <source>rbf</source>
        <translation>RBF</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>recovered</source>
        <translation>wiederhergestellt</translation>
    </message>
    <message>
        <source>redo</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>relevance</source>
        <translation>Relevanz</translation>
    </message>
    <message>
        <source>relevance: predicted probability; uncertainty: of the label; bald: what the model does not know.</source>
        <translation>Relevanz: wie wahrscheinlich relevant; Unsicherheit: der Klasse; bald: was das Modell nicht weiß.</translation>
    </message>
    <message>
        <source>relevant</source>
        <translation>relevant</translation>
    </message>
    <message>
        <source>relevant images</source>
        <translation>relevante Bilder</translation>
    </message>
    <message>
        <source>relevant images found</source>
        <translation>gefundene relevante Bilder</translation>
    </message>
    <message>
        <source>relevant where {condition}</source>
        <translation>relevant, wo {condition}</translation>
    </message>
    <message>
        <source>review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>round (dashed: random sample)</source>
        <translation>Runde (gestrichelt: Stichprobe)</translation>
    </message>
    <message>
        <source>round {round}</source>
        <translation>Runde {round}</translation>
    </message>
    <message>
        <source>round {round}, a random sample: {relevant} of {judged}</source>
        <translation>Runde {round}, eine Stichprobe: {relevant} von {judged}</translation>
    </message>
    <message>
        <source>round {round}: {relevant} of {judged}</source>
        <translation>Runde {round}: {relevant} von {judged}</translation>
    </message>
    <message>
        <source>rule removed: {rule}</source>
        <translation>Regel entfernt: {rule}</translation>
    </message>
    <message>
        <source>rule: {rule}</source>
        <translation>Regel: {rule}</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>saved topic {topic}</source>
        <translation>gespeichertes Thema {topic}</translation>
    </message>
    <message>
        <source>say what it means under Words, e.g. {text}=relevant</source>
        <translation>sagen Sie unter „Wörter“, was es bedeutet, z. B. {text}=relevant</translation>
    </message>
    <message>
        <source>seed: {seed!r} is not a whole number from 0 to {highest}</source>
        <translation>seed: {seed!r} ist keine ganze Zahl von 0 bis {highest}</translation>
    </message>
    <message>
        <source>several labels</source>
        <translation>verschiedene Beurteilungen</translation>
    </message>
    <message>
        <source>share = {share}: the uniform share of an audit has to be above 0 and at most 1.</source>
        <translation>share = {share}: der gleichmäßige Anteil einer Stichprobe muss über 0 liegen und höchstens 1 sein.</translation>
    </message>
    <message>
        <source>shifted</source>
        <translation>mit anderen Ordnern davor</translation>
    </message>
    <message>
        <source>similarity {value}</source>
        <translation>Ähnlichkeit {value}</translation>
    </message>
    <message>
        <source>single value</source>
        <translation>einzelner Wert</translation>
    </message>
    <message>
        <source>slots</source>
        <translation>Plätze</translation>
    </message>
    <message>
        <source>slots: each strategy chooses its share of the batch; ranks: images that all rank high come first.</source>
        <translation>Plätze: Jede Strategie wählt ihren Anteil des Stapels; Ränge: Bilder, die alle hoch einordnen, kommen zuerst.</translation>
    </message>
    <message>
        <source>soft</source>
        <translation>weich</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>jemand</translation>
    </message>
    <message>
        <source>split: {split!r} is not three percentages with the sum 100, such as 80/10/10</source>
        <translation>split: {split!r} sind nicht drei Prozentsätze mit der Summe 100, etwa 80/10/10</translation>
    </message>
    <message>
        <source>squash</source>
        <translation>stauchen</translation>
    </message>
    <message>
        <source>stack of {n} images</source>
        <translation>Gruppe aus {n} Bildern</translation>
    </message>
    <message>
        <source>stem</source>
        <translation>ohne Dateiendung</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>wird angehalten</translation>
    </message>
    <message>
        <source>strategy {name}</source>
        <translation>Strategie {name}</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>Überraschung</translation>
    </message>
    <message>
        <source>symlink</source>
        <translation>symbolischer Link</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>table of text</source>
        <translation>Tabelle als Text</translation>
    </message>
    <message>
        <source>task {number:,}</source>
        <translation>Aufgabe {number:,}</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>the Python package &apos;{package}&apos;, which is not installed: pip install &apos;{requirement}&apos;</source>
        <translation>das Python-Paket „{package}“, das nicht installiert ist: pip install &apos;{requirement}&apos;</translation>
    </message>
    <message>
        <source>the Python package &apos;{package}&apos;, which only an installation with Python can have: {requirement}</source>
        <translation>das Python-Paket „{package}“, das nur eine Installation mit Python haben kann: {requirement}</translation>
    </message>
    <message>
        <source>the array of {n_rows:,} rows</source>
        <translation>dem Array mit {n_rows:,} Zeilen</translation>
    </message>
    <message>
        <source>the array {name}</source>
        <translation>dem Array {name}</translation>
    </message>
    <message>
        <source>the backup {file}</source>
        <translation>der Sicherung {file}</translation>
    </message>
    <message>
        <source>the disk failed to read or write; check the disk, then repeat the last step</source>
        <translation>das Laufwerk konnte nicht lesen oder schreiben; prüfen Sie es und wiederholen Sie den letzten Schritt</translation>
    </message>
    <message>
        <source>the disk is full; free some space and repeat the last step</source>
        <translation>das Laufwerk ist voll; schaffen Sie Platz und wiederholen Sie den letzten Schritt</translation>
    </message>
    <message>
        <source>the encoder {made_by}</source>
        <translation>dem Netz {made_by}</translation>
    </message>
    <message>
        <source>the features</source>
        <translation>den Merkmalen</translation>
    </message>
    <message>
        <source>the file cannot be imported</source>
        <translation>die Datei kann nicht importiert werden</translation>
    </message>
    <message>
        <source>the file cannot be opened; check that it and its folder may be read and written</source>
        <translation>die Datei kann nicht geöffnet werden; prüfen Sie, ob Sie die Datei und ihren Ordner lesen und schreiben dürfen</translation>
    </message>
    <message>
        <source>the file cannot be read ({reason})</source>
        <translation>Die Datei kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>the file defines no {kinds}</source>
        <translation>die Datei definiert kein {kinds}</translation>
    </message>
    <message>
        <source>the file is damaged or cut short ({error})</source>
        <translation>die Datei ist beschädigt oder abgeschnitten ({error})</translation>
    </message>
    <message>
        <source>the file is empty (0 bytes)</source>
        <translation>die Datei ist leer (0 Bytes)</translation>
    </message>
    <message>
        <source>the file is missing; was it moved or deleted?</source>
        <translation>die Datei fehlt; wurde sie verschoben oder gelöscht?</translation>
    </message>
    <message>
        <source>the file or its folder cannot be written; make them writable or copy the project elsewhere</source>
        <translation>die Datei oder ihr Ordner ist nicht beschreibbar; machen Sie beide beschreibbar oder kopieren Sie das Projekt an einen anderen Ort</translation>
    </message>
    <message>
        <source>the first image</source>
        <translation>das erste Bild</translation>
    </message>
    <message>
        <source>the folder cannot be read ({reason})</source>
        <translation>der Ordner kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>the folder is already part of the collection under another name</source>
        <translation>der Ordner gehört unter einem anderen Namen bereits zur Sammlung</translation>
    </message>
    <message>
        <source>the format of class folders</source>
        <translation>das Format der Klassenordner</translation>
    </message>
    <message>
        <source>the format {name!r} has no write(source, out, options, progress)</source>
        <translation>das Format {name!r} hat kein write(source, out, options, progress)</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>dem Bild</translation>
    </message>
    <message>
        <source>the image folder and the feature file as they are now</source>
        <translation>der Bilderordner und die Merkmalsdatei, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>the image has too many pixels</source>
        <translation>das Bild hat zu viele Pixel</translation>
    </message>
    <message>
        <source>the image names for {features} are missing; a data set &apos;filenames&apos; must give, for every row, the path of the image relative to the image folder</source>
        <translation>die Bildnamen zu {features} fehlen; ein Datensatz &apos;filenames&apos; muss zu jeder Zeile den Pfad des Bildes relativ zum Bilderordner angeben</translation>
    </message>
    <message>
        <source>the image on screen</source>
        <translation>das Bild auf dem Bildschirm</translation>
    </message>
    <message>
        <source>the image {image!r} is there twice for topic {topic!r}</source>
        <translation>das Bild {image!r} kommt für das Thema {topic!r} zweimal vor</translation>
    </message>
    <message>
        <source>the import format {name!r} has no reader(path, mapping)</source>
        <translation>das Importformat {name!r} hat kein reader(path, mapping)</translation>
    </message>
    <message>
        <source>the label</source>
        <translation>dem Label</translation>
    </message>
    <message>
        <source>the leading {folder!r} of the names was ignored</source>
        <translation>der Namensanfang {folder!r} wurde nicht beachtet</translation>
    </message>
    <message>
        <source>the link leads nowhere</source>
        <translation>der Link führt ins Leere</translation>
    </message>
    <message>
        <source>the model of round {round}</source>
        <translation>dem Modell der Runde {round}</translation>
    </message>
    <message>
        <source>the name contains a control character</source>
        <translation>der Name enthält ein Steuerzeichen</translation>
    </message>
    <message>
        <source>the name is an absolute path</source>
        <translation>der Name ist ein absoluter Pfad</translation>
    </message>
    <message>
        <source>the name is an absolute path on a network share</source>
        <translation>der Name ist ein absoluter Pfad auf einer Netzwerkfreigabe</translation>
    </message>
    <message>
        <source>the name is empty</source>
        <translation>der Name ist leer</translation>
    </message>
    <message>
        <source>the name is not valid UTF-8</source>
        <translation>der Name ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>the name is too long for a file</source>
        <translation>der Name ist zu lang für eine Datei</translation>
    </message>
    <message>
        <source>the name leads out of the folder with &apos;..&apos;</source>
        <translation>der Name führt mit &apos;..&apos; aus dem Ordner hinaus</translation>
    </message>
    <message>
        <source>the name starts with a drive letter</source>
        <translation>der Name beginnt mit einem Laufwerksbuchstaben</translation>
    </message>
    <message>
        <source>the name {name!r} exists already; choose another name</source>
        <translation>den Namen {name!r} gibt es schon; wählen Sie einen anderen</translation>
    </message>
    <message>
        <source>the names were taken to be relative to the folder {folder!r}</source>
        <translation>die Namen wurden als relativ zum Ordner {folder!r} verstanden</translation>
    </message>
    <message>
        <source>the only image of this name is {path}, which may be another one</source>
        <translation>das einzige Bild dieses Namens ist {path}, und es kann ein anderes sein</translation>
    </message>
    <message>
        <source>the plugin {name} failed: {caught}</source>
        <translation>die Erweiterung {name} ist fehlgeschlagen: {caught}</translation>
    </message>
    <message>
        <source>the plugin {name} returned {given} instead of {wanted}</source>
        <translation>das Plugin {name} hat {given} statt {wanted} zurückgegeben</translation>
    </message>
    <message>
        <source>the project file itself</source>
        <translation>die Projektdatei selbst</translation>
    </message>
    <message>
        <source>the second image</source>
        <translation>das zweite Bild</translation>
    </message>
    <message>
        <source>the steps of {topic!r} differ from the record. {remedy}</source>
        <translation>die Schritte von {topic!r} weichen von der Aufzeichnung ab. {remedy}</translation>
    </message>
    <message>
        <source>there are no keys “{name}”; there are: {names}</source>
        <translation>es gibt keine Tasten „{name}“; es gibt: {names}</translation>
    </message>
    <message>
        <source>there is no action “{name}” whose keys can be chosen</source>
        <translation>es gibt keinen Befehl „{name}“, dessen Tasten gewählt werden können</translation>
    </message>
    <message>
        <source>there is no preference {unknown}; there are: {known}</source>
        <translation>es gibt keine Einstellung {unknown}; es gibt: {known}</translation>
    </message>
    <message>
        <source>there is no such image in the folder {folder!r} of the collection</source>
        <translation>im Ordner {folder!r} der Sammlung gibt es kein solches Bild</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>keine vorhanden</translation>
    </message>
    <message>
        <source>there is none yet; it is written with the first judgement</source>
        <translation>noch keins vorhanden; es wird mit der ersten Beurteilung angelegt</translation>
    </message>
    <message>
        <source>there is none; one is created when the project is closed after judging</source>
        <translation>keine vorhanden; nach dem Beurteilen wird beim Schließen eine angelegt</translation>
    </message>
    <message>
        <source>there is not enough memory to decode it</source>
        <translation>zum Dekodieren reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>they are compressed or in another byte order</source>
        <translation>sie sind komprimiert oder in anderer Bytereihenfolge</translation>
    </message>
    <message>
        <source>they are not inside the image</source>
        <translation>sie liegen nicht im Bild</translation>
    </message>
    <message>
        <source>they are those of another encoder, {name}</source>
        <translation>sie sind von einem anderen Netz, {name}</translation>
    </message>
    <message>
        <source>they are those of other images</source>
        <translation>sie gehören zu anderen Bildern</translation>
    </message>
    <message>
        <source>this is not a JPEG, PNG, WebP, TIFF, GIF, BMP, AVIF or HEIC image, despite its file extension</source>
        <translation>das ist trotz seiner Dateiendung kein JPEG-, PNG-, WebP-, TIFF-, GIF-, BMP-, AVIF- oder HEIC-Bild</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>this program lost its own access to the file, perhaps by a plugin that closed it</source>
        <translation>dieses Programm hat selbst den Zugang zur Datei verloren, womöglich durch ein Plugin, das sie geschlossen hat</translation>
    </message>
    <message>
        <source>threes</source>
        <translation>Dreien</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>uncertainty: of the label; bald: what the model does not know; relevance: predicted probability.</source>
        <translation>Unsicherheit: der Klasse; bald: was das Modell nicht weiß; Relevanz: wie wahrscheinlich relevant.</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>uniform: all targets count equally; relevance: targets are weighted by their predicted relevance.</source>
        <translation>gleich: Alle Zielbilder zählen gleich; Relevanz: Ein Zielbild zählt so viel, wie es relevant scheint.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>unknown type</source>
        <translation>unbekannter Typ</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>unbeurteilt</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>vehicle</source>
        <translation>Fahrzeug</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>what could be read of the damaged file</source>
        <translation>dem, was in der beschädigten Datei noch lesbar war</translation>
    </message>
    <message>
        <source>while working</source>
        <translation>beim Arbeiten</translation>
    </message>
    <message>
        <source>with {folder!r} as the image folder</source>
        <translation>mit {folder!r} als Bilderordner</translation>
    </message>
    <message>
        <source>without the leading {folder!r} of the names</source>
        <translation>ohne den Namensanfang {folder!r}</translation>
    </message>
    <message>
        <source>words {words}</source>
        <translation>Wörter {words}</translation>
    </message>
    <message>
        <source>write-ahead log</source>
        <translation>Write-Ahead-Protokoll</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>ja oder nein</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>your examples</source>
        <translation>Ihren Beispielen</translation>
    </message>
    <message>
        <source>{action} (on)</source>
        <translation>{action} (an)</translation>
    </message>
    <message>
        <source>{action}, key {key}</source>
        <translation>{action}, Taste {key}</translation>
    </message>
    <message>
        <source>{address!r} is not the address of a Dask scheduler, such as tcp://10.0.0.1:8786. Give the address that &apos;dask scheduler&apos; prints.</source>
        <translation>{address!r} ist nicht die Adresse eines Dask-Schedulers wie tcp://10.0.0.1:8786. Geben Sie die Adresse an, die &apos;dask scheduler&apos; ausgibt.</translation>
    </message>
    <message>
        <source>{address}: an encrypted connection needs certificates. Name them in the configuration of Dask (distributed.comm.tls), or use an address that begins with tcp://.</source>
        <translation>{address}: Eine verschlüsselte Verbindung braucht Zertifikate. Nennen Sie sie in der Konfiguration von Dask (distributed.comm.tls), oder verwenden Sie eine Adresse, die mit tcp:// beginnt.</translation>
    </message>
    <message>
        <source>{address}: no Dask scheduler answers there ({error}). Start one with &apos;dask scheduler&apos; and at least one worker with &apos;dask worker ADDRESS&apos;, and give the address that the scheduler prints.</source>
        <translation>{address}: dort antwortet kein Dask-Scheduler ({error}). Starten Sie einen mit &apos;dask scheduler&apos; und mindestens einen Worker mit &apos;dask worker ADRESSE&apos;, und geben Sie die Adresse an, die der Scheduler ausgibt.</translation>
    </message>
    <message>
        <source>{attribute} is not a tuple, such as {attribute} = (MY_PLUGIN,)</source>
        <translation>{attribute} ist kein Tupel wie {attribute} = (MY_PLUGIN,)</translation>
    </message>
    <message>
        <source>{boxes} are no rectangles</source>
        <translation>{boxes} sind keine Rechtecke</translation>
    </message>
    <message>
        <source>{carried} of the {size} nearest are judged: {relevant} relevant, {irrelevant} irrelevant</source>
        <translation>{carried} der {size} nächsten sind beurteilt: {relevant} relevant, {irrelevant} irrelevant</translation>
    </message>
    <message>
        <source>{cls!r} is not a class</source>
        <translation>{cls!r} ist keine Klasse</translation>
    </message>
    <message>
        <source>{copy} cannot be written ({reason}). Check its folder and the free space.</source>
        <translation>{copy} kann nicht geschrieben werden ({reason}). Prüfen Sie den Ordner und den freien Platz.</translation>
    </message>
    <message>
        <source>{copy} does not say who judged in it. {remedy}</source>
        <translation>{copy} sagt nicht, wer darin beurteilt hat. {remedy}</translation>
    </message>
    <message>
        <source>{copy} is about other images than {path}: the two have no image with the same name and folder. Nothing was changed. Choose a copy of this project, or a project of the same folder of images.</source>
        <translation>In {copy} geht es um andere Bilder als in {path}: Kein Bild hat in beiden denselben Namen und Ordner. Nichts wurde geändert. Wählen Sie eine Kopie dieses Projekts oder ein Projekt desselben Bilderordners.</translation>
    </message>
    <message>
        <source>{copy} is damaged: its step {number} holds values that the program never writes. Nothing was changed. Ask for another copy, or recover this one with “annotator recover”.</source>
        <translation>{copy} ist beschädigt: Schritt {number} enthält Werte, die das Programm nie schreibt. Nichts wurde geändert. Bitten Sie um eine andere Kopie, oder stellen Sie diese mit „annotator recover“ wieder her.</translation>
    </message>
    <message numerus="yes">
        <source>{copy} is ready, and its first batch has %n image(s) that both of you judge.</source>
        <translation>
            <numerusform>{copy} ist fertig, und der erste Stapel darin hat %n Bild, das Sie beide beurteilen.</numerusform>
            <numerusform>{copy} ist fertig, und der erste Stapel darin hat %n Bilder, die Sie beide beurteilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{copy} was judged with other features, which changes nothing here.</source>
        <translation>{copy} wurde mit anderen Merkmalen beurteilt; das ändert hier nichts.</translation>
    </message>
    <message>
        <source>{count:,} added</source>
        <translation>{count:,} neu</translation>
    </message>
    <message>
        <source>{count:,} changed</source>
        <translation>{count:,} geändert</translation>
    </message>
    <message>
        <source>{count:,} found again</source>
        <translation>{count:,} wiedergefunden</translation>
    </message>
    <message>
        <source>{count:,} moved</source>
        <translation>{count:,} verschoben</translation>
    </message>
    <message>
        <source>{count:,} removed</source>
        <translation>{count:,} entfernt</translation>
    </message>
    <message>
        <source>{count:,} written again unchanged</source>
        <translation>{count:,} unverändert neu geschrieben</translation>
    </message>
    <message>
        <source>{count} could not be read:</source>
        <translation>{count} konnten nicht gelesen werden:</translation>
    </message>
    <message>
        <source>{count} files, {size} MB</source>
        <translation>{count} Dateien, {size} MB</translation>
    </message>
    <message>
        <source>{count} files, {size} kB</source>
        <translation>{count} Dateien, {size} kB</translation>
    </message>
    <message>
        <source>{count} found</source>
        <comment>end of a curve</comment>
        <translation>{count} gefunden</translation>
    </message>
    <message>
        <source>{count} images are relevant to {one} and {other}</source>
        <translation>{count} Bilder sind für {one} und {other} relevant</translation>
    </message>
    <message>
        <source>{count} images are relevant to {topic}</source>
        <translation>{count} Bilder sind für {topic} relevant</translation>
    </message>
    <message>
        <source>{count} images get a grade.</source>
        <translation>{count} Bilder bekommen eine Stufe.</translation>
    </message>
    <message>
        <source>{count} images have features.</source>
        <translation>{count} Bilder haben Merkmale.</translation>
    </message>
    <message>
        <source>{count} images have two labels in the file and are left out.</source>
        <translation>{count} Bilder haben zwei Labels in der Datei und werden ausgelassen.</translation>
    </message>
    <message>
        <source>{count} images selected: too many to judge at once, at most {most}</source>
        <translation>{count} Bilder ausgewählt: zu viele für eine Beurteilung auf einmal, höchstens {most}</translation>
    </message>
    <message>
        <source>{count} names have no image: {names}</source>
        <translation>{count} Namen haben kein Bild: {names}</translation>
    </message>
    <message>
        <source>{count} names were matched by a part only: {names}</source>
        <translation>{count} Namen wurden nur nach einem Teil zugeordnet: {names}</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{count} von {total}</translation>
    </message>
    <message>
        <source>{count}, the newest of {newest} with {steps:,} steps</source>
        <translation>{count}, die neueste von {newest} mit {steps:,} Schritten</translation>
    </message>
    <message>
        <source>{d:,} features are too many: the covariance of at most {most:,} fits into memory.</source>
        <translation>{d:,} Merkmale sind zu viele: Die Kovarianz von höchstens {most:,} passt in den Speicher.</translation>
    </message>
    <message>
        <source>{d:,} features of {rows:,} images cannot be reduced to {n:,} values. Choose a number from 1 to {most:,}.</source>
        <translation>{d:,} Merkmale von {rows:,} Bildern lassen sich nicht auf {n:,} Werte verringern. Möglich ist eine Zahl von 1 bis {most:,}.</translation>
    </message>
    <message>
        <source>{damaged:,} lines cannot be read; opening the project repairs it</source>
        <translation>{damaged:,} Zeilen sind nicht lesbar; das Öffnen des Projekts repariert sie</translation>
    </message>
    <message>
        <source>{damaged} cannot be recovered: it holds values that the program never writes ({error}).</source>
        <translation>{damaged} kann nicht gerettet werden: Die Datei enthält Werte, die das Programm nie schreibt ({error}).</translation>
    </message>
    <message>
        <source>{damaged} cannot be recovered: there is no intact copy and no log. {tried}</source>
        <translation>{damaged} kann nicht wiederhergestellt werden: Es gibt weder eine intakte Kopie noch ein Protokoll. {tried}</translation>
    </message>
    <message>
        <source>{docmap} cannot be replaced: {reason}. Choose another folder.</source>
        <translation>{docmap} kann nicht ersetzt werden: {reason}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{docmap} exists and was not written by an export. Choose another folder, or move it.</source>
        <translation>{docmap} gibt es, und es wurde nicht von einem Export geschrieben. Wählen Sie einen anderen Ordner, oder verschieben Sie es.</translation>
    </message>
    <message numerus="yes">
        <source>{docmap} has no checksum for {n} image(s): missing or unreadable.</source>
        <translation>
            <numerusform>In {docmap} fehlt die Prüfsumme von {n} Bild: nicht vorhanden oder nicht lesbar.</numerusform>
            <numerusform>In {docmap} fehlen die Prüfsummen von {n} Bildern: nicht vorhanden oder nicht lesbar.</numerusform>
        </translation>
    </message>
    <message>
        <source>{docmap} has no checksums: reading {total:,} bytes of images would take too long.</source>
        <translation>{docmap} enthält keine Prüfsummen: {total:,} Bytes an Bildern zu lesen würde zu lange dauern.</translation>
    </message>
    <message>
        <source>{docmap} is the name of the table written next to the file. Choose another name.</source>
        <translation>{docmap} ist der Name der Tabelle, die neben die Datei geschrieben wird. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{domain} or auto</source>
        <translation>{domain} oder automatisch</translation>
    </message>
    <message>
        <source>{done} of {total} · {percent}</source>
        <translation>{done} von {total} · {percent}</translation>
    </message>
    <message>
        <source>{drawn} images were drawn at random so far. There is an estimate once {least} were drawn and {seen} of them are relevant.</source>
        <translation>Bisher wurden {drawn} Bilder zufällig gezogen. Eine Schätzung gibt es, sobald {least} gezogen wurden und {seen} davon relevant sind.</translation>
    </message>
    <message>
        <source>{d} features. Guessed: {why}. Check the similar images before you compute all.</source>
        <translation>{d} Merkmale. Vermutet: {why}. Prüfen Sie die ähnlichen Bilder, bevor Sie alle berechnen.</translation>
    </message>
    <message>
        <source>{d} features. Settings: {why}.</source>
        <translation>{d} Merkmale. Einstellungen: {why}.</translation>
    </message>
    <message>
        <source>{encoder} gave {shape} for {n_prepared} images of {d} features</source>
        <translation>{encoder} lieferte {shape} für {n_prepared} Bilder mit {d} Merkmalen</translation>
    </message>
    <message>
        <source>{external:,} examples from outside the collection are left out.</source>
        <translation>{external:,} Beispiele von außerhalb der Sammlung wurden ausgelassen.</translation>
    </message>
    <message>
        <source>{facet}: {values}</source>
        <translation>{facet}: {values}</translation>
    </message>
    <message>
        <source>{features} with {names}</source>
        <translation>{features} mit {names}</translation>
    </message>
    <message>
        <source>{features}: there is no such file.</source>
        <translation>{features}: Diese Datei gibt es nicht.</translation>
    </message>
    <message>
        <source>{file!r} is not a file name. Choose another one.</source>
        <translation>{file!r} ist kein Dateiname. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>{file} exists and would be replaced along with {name}. Choose another name.</source>
        <translation>{file} gibt es und würde zusammen mit {name} ersetzt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{file} exists. Annotator did not write it, or it was changed since.</source>
        <translation>{file} gibt es. Annotator hat die Datei nicht geschrieben, oder sie wurde seither geändert.</translation>
    </message>
    <message>
        <source>{file} is not the file with which a project is locked, but a folder, a link or a pipe. Move it away and open the project again.</source>
        <translation>{file} ist nicht die Datei, mit der ein Projekt gesperrt wird, sondern ein Ordner, ein Verweis oder eine Pipe. Verschieben Sie sie und öffnen Sie das Projekt noch einmal.</translation>
    </message>
    <message>
        <source>{file} is there; check it with --signers</source>
        <translation>{file} ist vorhanden; mit --signers wird sie geprüft</translation>
    </message>
    <message>
        <source>{file} is useless: {problem}</source>
        <translation>{file} ist unbrauchbar: {problem}</translation>
    </message>
    <message>
        <source>{file} was not written: {text!r} cannot be written as UTF-8. Rename that image.</source>
        <translation>{file} wurde nicht geschrieben: {text!r} lässt sich nicht als UTF-8 schreiben. Benennen Sie das Bild um.</translation>
    </message>
    <message>
        <source>{file} was put aside, because it belongs to another file that was here. {remedy} It brings back what the log holds; then the log can be deleted</source>
        <translation>{file} wurde beiseitegelegt, weil es zu einer anderen Datei gehört, die hier war. {remedy} Das holt zurück, was im Protokoll steht; danach kann das Protokoll gelöscht werden</translation>
    </message>
    <message>
        <source>{file} was removed or replaced</source>
        <translation>{file} wurde entfernt oder ersetzt</translation>
    </message>
    <message>
        <source>{file}, image {number:,}: a detection has no category and confidence</source>
        <translation>{file}, Bild {number:,}: Eine Erkennung hat keine Kategorie oder keine Konfidenz</translation>
    </message>
    <message>
        <source>{file}, image {number:,}: it has no name</source>
        <translation>{file}, Bild {number:,}: Es hat keinen Namen</translation>
    </message>
    <message>
        <source>{file}, line {number:,}</source>
        <translation>{file}, Zeile {number:,}</translation>
    </message>
    <message>
        <source>{file}: a column {columns} or the like is needed</source>
        <translation>{file}: Eine Spalte {columns} oder Ähnliches wird gebraucht</translation>
    </message>
    <message>
        <source>{file}: a list of names or of objects with a field {column} is needed</source>
        <translation>{file}: Eine Liste von Namen oder von Objekten mit einem Feld {column} wird gebraucht</translation>
    </message>
    <message>
        <source>{file}: document types and entities are refused for safety</source>
        <translation>{file}: Dokumenttypen und Entitäten werden zur Sicherheit abgelehnt</translation>
    </message>
    <message>
        <source>{file}: entry {number:,} has no field {columns} or the like</source>
        <translation>{file}: Eintrag {number:,} hat kein Feld {columns} oder Ähnliches</translation>
    </message>
    <message>
        <source>{file}: it belongs to another project, which was here before. To recover that one, move {project} away first.</source>
        <translation>{file}: Es gehört zu einem anderen Projekt, das vorher hier war. Um jenes wiederherzustellen, verschieben Sie zuerst {project}.</translation>
    </message>
    <message>
        <source>{file}: its rows are not like those of the first shard; were two models mixed?</source>
        <translation>{file}: Die Zeilen sind nicht wie die des ersten Teils; wurden zwei Modelle gemischt?</translation>
    </message>
    <message>
        <source>{file}: line {line:,} has no {column}</source>
        <translation>{file}: Zeile {line:,} hat kein {column}</translation>
    </message>
    <message>
        <source>{file}: line {line:,} is not JSON ({error})</source>
        <translation>{file}: Zeile {line:,} ist kein JSON ({error})</translation>
    </message>
    <message>
        <source>{file}: none of its {n_names:,} names is one of an image. Nothing was stored.</source>
        <translation>{file}: keiner der {n_names:,} Namen gehört zu einem Bild. Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>{file}: the file is cut short: {size:,} of {end:,} bytes</source>
        <translation>{file}: Die Datei ist abgeschnitten: {size:,} von {end:,} Bytes</translation>
    </message>
    <message>
        <source>{file}: the first line must name a column {columns} or the like</source>
        <translation>{file}: Die erste Zeile muss eine Spalte {columns} oder Ähnliches nennen</translation>
    </message>
    <message>
        <source>{file}: the flags {known} contradict each other</source>
        <translation>{file}: Die Flags {known} widersprechen einander</translation>
    </message>
    <message>
        <source>{file}: the list of names cannot be read ({reason})</source>
        <translation>{file}: Die Liste der Namen kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>{file}: the table {name!r} must be one file next to it, but its path is {path!r}; download the whole package</source>
        <translation>{file}: Die Tabelle {name!r} muss eine Datei daneben sein, ihr Pfad ist aber {path!r}; laden Sie das ganze Paket herunter</translation>
    </message>
    <message>
        <source>{file}: the thumbnail cache was damaged ({error}) and is rebuilt; nothing is lost</source>
        <translation>{file}: Der Zwischenspeicher der Vorschaubilder war beschädigt ({error}) und wird neu angelegt; nichts ist verloren</translation>
    </message>
    <message>
        <source>{file}: the {title} of {name!r} is {value!r}; degrees are needed, such as 51.25</source>
        <translation>{file}: {title} von {name!r} ist {value!r}; nötig sind Grad, etwa 51.25</translation>
    </message>
    <message>
        <source>{file}: there is no image in this IIIF manifest</source>
        <translation>{file}: In diesem IIIF-Manifest ist kein Bild</translation>
    </message>
    <message>
        <source>{file}: this archive names no photos (Multimedia or associatedMedia)</source>
        <translation>{file}: Dieses Archiv nennt keine Fotos (Multimedia oder associatedMedia)</translation>
    </message>
    <message>
        <source>{file}: this is no Camtrap DP package, no output of MegaDetector and no IIIF manifest; choose one of these, or a table</source>
        <translation>{file}: Das ist weder ein Camtrap-DP-Paket noch die Ausgabe von MegaDetector noch ein IIIF-Manifest; wählen Sie eines davon oder eine Tabelle</translation>
    </message>
    <message>
        <source>{file}: this is no Camtrap DP package: it names no table {name!r}</source>
        <translation>{file}: Das ist kein Paket von Camtrap DP: Es nennt keine Tabelle {name!r}</translation>
    </message>
    <message>
        <source>{file}: this is no meta.xml of a Darwin Core archive ({error})</source>
        <translation>{file}: Das ist keine meta.xml eines Darwin-Core-Archivs ({error})</translation>
    </message>
    <message>
        <source>{file}: this is no table ({error})</source>
        <translation>{file}: Das ist keine Tabelle ({error})</translation>
    </message>
    <message>
        <source>{file}: this is not JSON ({error})</source>
        <translation>{file}: Das ist kein JSON ({error})</translation>
    </message>
    <message>
        <source>{file}: this is not XML ({error})</source>
        <translation>{file}: Das ist kein XML ({error})</translation>
    </message>
    <message>
        <source>{file}: this is not XMP: rdf:RDF is missing</source>
        <translation>{file}: Das ist kein XMP: rdf:RDF fehlt</translation>
    </message>
    <message>
        <source>{file}: thumbnails are not kept on disk until the program is started again ({error})</source>
        <translation>{file}: Bis zum nächsten Programmstart werden keine Vorschaubilder gespeichert ({error})</translation>
    </message>
    <message>
        <source>{file}: two dimensions of real numbers are needed, one row per image</source>
        <translation>{file}: Zwei Dimensionen reeller Zahlen werden gebraucht, eine Zeile je Bild</translation>
    </message>
    <message>
        <source>{file}: {n_rows:,} rows, but {n_names:,} in the metadata of the same number</source>
        <translation>{file}: {n_rows:,} Zeilen, aber {n_names:,} in den Metadaten derselben Nummer</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{folder} cannot be read ({reason}). Check that you may read it.</source>
        <translation>{folder} kann nicht gelesen werden ({reason}). Prüfen Sie, ob Sie den Ordner lesen dürfen.</translation>
    </message>
    <message>
        <source>{folder} cannot be written ({reason}), and a project needs to write next to its file. Choose a folder that you may write to, or open an existing project read-only.</source>
        <translation>{folder} kann nicht beschrieben werden ({reason}), und ein Projekt muss neben seine Datei schreiben. Wählen Sie einen Ordner, in den Sie schreiben dürfen, oder öffnen Sie ein vorhandenes Projekt nur zum Lesen.</translation>
    </message>
    <message>
        <source>{folder} cannot be written ({reason}); make room and start again: what is done is kept</source>
        <translation>{folder} kann nicht geschrieben werden ({reason}); schaffen Sie Platz und beginnen Sie noch einmal: Was fertig ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>{folder} cannot be written: the project can only be looked at</source>
        <translation>{folder} ist nicht beschreibbar: Das Projekt kann nur angesehen werden</translation>
    </message>
    <message>
        <source>{folder} holds another pair of networks than the one that computed the features ({found} instead of {wanted}), so words cannot be compared with them. {remedy}</source>
        <translation>{folder} enthält ein anderes Netzpaar als das, das die Merkmale berechnet hat ({found} statt {wanted}); Wörter lassen sich deshalb nicht mit ihnen vergleichen. {remedy}</translation>
    </message>
    <message>
        <source>{folder} holds files that are no unfinished features ({file}). Choose another output.</source>
        <translation>{folder} enthält Dateien, die keine unfertigen Merkmale sind ({file}). Wählen Sie eine andere Ausgabe.</translation>
    </message>
    <message>
        <source>{folder} holds no pair of networks for images and texts: {missing} is missing. A pair is a folder with visual/model.onnx, textual/model.onnx, textual/tokenizer.json and config.json.</source>
        <translation>{folder} enthält kein Netzpaar für Bilder und Texte: {missing} fehlt. Ein Paar ist ein Ordner mit visual/model.onnx, textual/model.onnx, textual/tokenizer.json und config.json.</translation>
    </message>
    <message>
        <source>{folder} holds unfinished features of another encoder or with other settings. Use the same again, or {remedy}</source>
        <translation>{folder} enthält unfertige Merkmale eines anderen Encoders oder mit anderen Einstellungen. Verwenden Sie dieselben noch einmal, oder {remedy}</translation>
    </message>
    <message>
        <source>{folder} is not a folder. Choose an existing folder for the project {project}.</source>
        <translation>{folder} ist kein Ordner. Wählen Sie für das Projekt {project} einen vorhandenen Ordner.</translation>
    </message>
    <message>
        <source>{folder}, {place}: an image number from 1 on, and 1, -1 or 0, is needed</source>
        <translation>{folder}, {place}: Eine Bildnummer ab 1 und 1, -1 oder 0 wird gebraucht</translation>
    </message>
    <message>
        <source>{folder}: are its folders ({names}) classes? Then choose {remedy} and the class that is meant; if it holds the images themselves, it has no labels.</source>
        <translation>{folder}: Sind die Ordner darin ({names}) Klassen? Dann wählen Sie {remedy} und die gemeinte Klasse; wenn er die Bilder selbst enthält, hat er keine Labels.</translation>
    </message>
    <message>
        <source>{folder}: no folder in it holds images; class folders are LABEL/IMAGE</source>
        <translation>{folder}: Kein Ordner darin enthält Bilder; Klassenordner sind LABEL/BILD</translation>
    </message>
    <message>
        <source>{folder}: the sample cannot be written ({reason}). Free some space or choose a folder you may write to.</source>
        <translation>{folder}: das Beispiel kann nicht geschrieben werden ({reason}). Schaffen Sie Platz oder wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>{folder}: this is a file; choose the folder with the text files, one per topic.</source>
        <translation>{folder}: Das ist eine Datei; wählen Sie den Ordner mit den Textdateien, einer je Thema.</translation>
    </message>
    <message>
        <source>{foreign:,} files are not of labelme.</source>
        <translation>{foreign:,} Dateien stammen nicht von labelme.</translation>
    </message>
    <message>
        <source>{found:,} images on the disk: {told}.</source>
        <translation>{found:,} Bilder auf dem Laufwerk: {told}.</translation>
    </message>
    <message>
        <source>{found} images are there.</source>
        <translation>{found} Bilder sind da.</translation>
    </message>
    <message>
        <source>{found} relevant images found with {judged} judgements.</source>
        <translation>{found} relevante Bilder mit {judged} Beurteilungen gefunden.</translation>
    </message>
    <message>
        <source>{found} relevant images were found with {judged} judgements.</source>
        <translation>{found} relevante Bilder wurden mit {judged} Beurteilungen gefunden.</translation>
    </message>
    <message>
        <source>{found}: {n_names:,} names do not fit the {n:,} rows of {file}; one name per row is needed</source>
        <translation>{found}: {n_names:,} Namen passen nicht zu den {n:,} Zeilen von {file}; ein Name je Zeile wird gebraucht</translation>
    </message>
    <message>
        <source>{goal}, {count} per batch</source>
        <translation>{goal}, {count} pro Stapel</translation>
    </message>
    <message>
        <source>{guess}, without your judgement</source>
        <translation>{guess}, ohne Ihre Beurteilung</translation>
    </message>
    <message>
        <source>{hours} hours</source>
        <translation>{hours} Stunden</translation>
    </message>
    <message numerus="yes">
        <source>{images} images form %n stack(s): {kind}. A stack is one card with the number of its images. A key judges all of them, {key} opens it to judge them one by one.</source>
        <translation>
            <numerusform>{images} Bilder bilden %n Gruppe: {kind}. Eine Gruppe ist eine Karte mit der Zahl ihrer Bilder. Eine Taste beurteilt alle, {key} öffnet sie, um sie einzeln zu beurteilen.</numerusform>
            <numerusform>{images} Bilder bilden %n Gruppen: {kind}. Eine Gruppe ist eine Karte mit der Zahl ihrer Bilder. Eine Taste beurteilt alle, {key} öffnet sie, um sie einzeln zu beurteilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{images}: no image could be read, e.g. {example}: {reason}</source>
        <translation>{images}: Kein Bild ist lesbar, z. B. {example}: {reason}</translation>
    </message>
    <message>
        <source>{images}: there is no such folder.</source>
        <translation>{images}: Diesen Ordner gibt es nicht.</translation>
    </message>
    <message>
        <source>{images}: too few images can be read to compare any</source>
        <translation>{images}: Zu wenige Bilder sind lesbar, um welche zu vergleichen</translation>
    </message>
    <message>
        <source>{journal} exists: it belongs to earlier moves. Undo them, or choose another journal.</source>
        <translation>{journal} gibt es: Es gehört zu früheren Verschiebungen. Machen Sie sie rückgängig, oder wählen Sie ein anderes Journal.</translation>
    </message>
    <message>
        <source>{journal} lists where each image was before.</source>
        <translation>{journal} nennt für jedes Bild, wo es vorher war.</translation>
    </message>
    <message>
        <source>{journal}: this is no journal of moves, or it is damaged ({error})</source>
        <translation>{journal}: Das ist kein Journal von Verschiebungen, oder es ist beschädigt ({error})</translation>
    </message>
    <message>
        <source>{judged} of {size}</source>
        <translation>{judged} von {size}</translation>
    </message>
    <message>
        <source>{judged} of {size} judged</source>
        <translation>{judged} von {size} beurteilt</translation>
    </message>
    <message>
        <source>{judgement}, {left} of {size} left</source>
        <translation>{judgement}, noch {left} von {size}</translation>
    </message>
    <message>
        <source>{judge} is the name of who judges in this project. Give another one.</source>
        <translation>{judge} heißt schon, wer in diesem Projekt beurteilt. Geben Sie einen anderen Namen an.</translation>
    </message>
    <message>
        <source>{keys} (changed)</source>
        <translation>{keys} (geändert)</translation>
    </message>
    <message>
        <source>{key} belongs to both {first} and {second}</source>
        <translation>{key} gehört zu {first} und zu {second}</translation>
    </message>
    <message>
        <source>{key} belongs to “{action}” already</source>
        <translation>{key} gehört schon zu „{action}“</translation>
    </message>
    <message>
        <source>{key} belongs to “{action}”.</source>
        <translation>{key} gehört zu „{action}“.</translation>
    </message>
    <message>
        <source>{key} moves through the images and selects; choose another key.</source>
        <translation>{key} bewegt durch die Bilder und wählt aus; wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>{kind}, one column per image</source>
        <translation>{kind}, eine Spalte je Bild</translation>
    </message>
    <message>
        <source>{kind}, rows that are not {valid} left out</source>
        <translation>{kind}, ohne Zeilen, die nicht {valid} sind</translation>
    </message>
    <message>
        <source>{known!r} is the only topic in use. Add another one before you archive it.</source>
        <translation>{known!r} ist das einzige Thema in Gebrauch. Legen Sie ein anderes an, bevor Sie es archivieren.</translation>
    </message>
    <message>
        <source>{k} images: a batch has at least one.</source>
        <translation>{k} Bilder: Ein Stapel hat mindestens eines.</translation>
    </message>
    <message>
        <source>{labels:,} labels follow from the record of {steps:,} steps</source>
        <translation>{labels:,} Labels ergeben sich aus der Aufzeichnung von {steps:,} Schritten</translation>
    </message>
    <message>
        <source>{label}, as an example of what you look for, {time}</source>
        <translation>{label}, als Beispiel für das Gesuchte, {time}</translation>
    </message>
    <message>
        <source>{label}, in round {round}, {time}</source>
        <translation>{label}, in Runde {round}, {time}</translation>
    </message>
    <message>
        <source>{label}, taken over from a table, {time}</source>
        <translation>{label}, aus einer Tabelle übernommen, {time}</translation>
    </message>
    <message>
        <source>{log} belongs to a project that was here, and may hold judgements that its file lacks. Put that file back, or move {log} away, or choose another name for the new project.</source>
        <translation>{log} gehört zu einem Projekt, das hier war, und enthält vielleicht Beurteilungen, die dessen Datei fehlen. Legen Sie diese Datei zurück, oder verschieben Sie {log}, oder wählen Sie einen anderen Namen für das neue Projekt.</translation>
    </message>
    <message>
        <source>{log} belongs to another file than {path}, which has taken its place. Open the project in the program, which puts that log aside.</source>
        <translation>{log} gehört zu einer anderen Datei als {path}, die ihren Platz eingenommen hat. Öffnen Sie das Projekt im Programm; es legt das Protokoll beiseite.</translation>
    </message>
    <message>
        <source>{matched} of {n_images} images have features and can be proposed.</source>
        <translation>{matched} von {n_images} Bildern haben Merkmale und können vorgeschlagen werden.</translation>
    </message>
    <message>
        <source>{measure} {value} ({low} to {high})</source>
        <translation>{measure} {value} ({low} bis {high})</translation>
    </message>
    <message>
        <source>{moved:,} images have other rows than their names say; were images moved?</source>
        <translation>{moved:,} Bilder haben andere Zeilen, als ihre Namen sagen; wurden Bilder verschoben?</translation>
    </message>
    <message numerus="yes">
        <source>{n:,} image(s) came later. To cover them too, judge all of these, or {needed:,} random images if none is relevant, {more:,} if one is.</source>
        <translation>
            <numerusform>{n:,} Bild kam später dazu. Um auch dieses einzuschließen, beurteilen Sie es oder {needed:,} zufällige Bilder, wenn keines davon relevant ist, und {more:,}, wenn eines relevant ist.</numerusform>
            <numerusform>{n:,} Bilder kamen später dazu. Um auch diese einzuschließen, beurteilen Sie sie alle oder {needed:,} zufällige Bilder, wenn keines davon relevant ist, und {more:,}, wenn eines relevant ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>{n:,} signs are too many for what you look for: a few words are enough, {most} signs at most.</source>
        <translation>{n:,} Zeichen sind zu viele für das, was Sie suchen: Wenige Wörter genügen, höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>{n_conflicts:,} images have other labels here. Choose which labels to keep: ours, theirs, or unsure</source>
        <translation>{n_conflicts:,} Bilder haben hier andere Labels. Wählen Sie, welche bleiben: ours (unsere), theirs (ihre) oder unsure (unsicher)</translation>
    </message>
    <message>
        <source>{n_found} images are called {text!r}: {images}. Give the whole path.</source>
        <translation>{n_found} Bilder heißen {text!r}: {images}. Geben Sie den ganzen Pfad an.</translation>
    </message>
    <message>
        <source>{n_gone:,} of {n_paths:,} are missing, e.g. {path}; {remedy}</source>
        <translation>{n_gone:,} von {n_paths:,} fehlen, z. B. {path}; {remedy}</translation>
    </message>
    <message>
        <source>{n_images:,} images with equal scores are too many for a run. Export the ranking as CSV.</source>
        <translation>{n_images:,} Bilder mit gleichem Wert sind zu viele für einen Lauf. Exportieren Sie die Rangliste als CSV.</translation>
    </message>
    <message>
        <source>{n_images} images</source>
        <translation>{n_images} Bilder</translation>
    </message>
    <message>
        <source>{n_odd:,} names lead out of the image folder, e.g. {name!r}; they are never read</source>
        <translation>{n_odd:,} Namen führen aus dem Bilderordner hinaus, z. B. {name!r}; sie werden nie gelesen</translation>
    </message>
    <message>
        <source>{n_rows} rows of features have {n_names} names; one per row is needed</source>
        <translation>{n_rows} Zeilen von Merkmalen haben {n_names} Namen; nötig ist einer je Zeile</translation>
    </message>
    <message>
        <source>{n_steps:,} steps in {file}</source>
        <translation>{n_steps:,} Schritte in {file}</translation>
    </message>
    <message>
        <source>{name!r} cannot be written below {folder}: {reason}. Rename the image.</source>
        <translation>{name!r} kann unter {folder} nicht geschrieben werden: {reason}. Benennen Sie das Bild um.</translation>
    </message>
    <message>
        <source>{name!r} cannot name a feature set: use 1 to {longest} ordinary characters.</source>
        <translation>{name!r} kann keinen Merkmalssatz benennen: Nehmen Sie 1 bis {longest} gewöhnliche Zeichen.</translation>
    </message>
    <message>
        <source>{name!r} cannot name a person: use 1 to {longest} ordinary characters on one line.</source>
        <translation>{name!r} ist kein Name für eine Person: Verwenden Sie 1 bis {longest} gewöhnliche Zeichen in einer Zeile.</translation>
    </message>
    <message>
        <source>{name!r} cannot name a system or topic</source>
        <translation>{name!r} kann kein System oder Thema bezeichnen</translation>
    </message>
    <message>
        <source>{name!r} is not a name: use lower case letters, digits and hyphens</source>
        <translation>{name!r} ist kein Name: verwenden Sie kleine Buchstaben, Ziffern und Bindestriche</translation>
    </message>
    <message>
        <source>{name!r} would be written twice to {folder}. Rename one of the images.</source>
        <translation>{name!r} würde zweimal nach {folder} geschrieben. Benennen Sie eines der Bilder um.</translation>
    </message>
    <message>
        <source>{name!r}: {reason}; a name must be relative to the image folder {root}</source>
        <translation>{name!r}: {reason}; ein Name muss vom Bildordner {root} aus gelten</translation>
    </message>
    <message>
        <source>{names} say the same on {share} of {images} images ({low} to {high}).</source>
        <translation>{names} urteilen bei {share} von {images} Bildern gleich ({low} bis {high}).</translation>
    </message>
    <message>
        <source>{name}
Show it large</source>
        <translation>{name}
Groß zeigen</translation>
    </message>
    <message>
        <source>{name} (archived)</source>
        <translation>{name} (archiviert)</translation>
    </message>
    <message>
        <source>{name} = {value}: it has to be above 0 and below 1.</source>
        <translation>{name} = {value}: Der Wert muss über 0 und unter 1 liegen.</translation>
    </message>
    <message>
        <source>{name} chosen by the program</source>
        <translation>{name}: vom Programm gewählt</translation>
    </message>
    <message>
        <source>{name} computed these features. Words, pictures and new images use it now.</source>
        <translation>{name} hat diese Merkmale berechnet. Wörter, Bilder als Suche und neue Bilder verwenden es ab jetzt.</translation>
    </message>
    <message>
        <source>{name} has no method select(pool, k)</source>
        <translation>{name} hat keine Methode select(pool, k)</translation>
    </message>
    <message>
        <source>{name} holds texts. Compare it with == or != to a text in quotes, e.g. {name} == &apos;A*&apos;</source>
        <translation>{name} enthält Texte. Vergleichen Sie mit == oder != mit einem Text in Anführungszeichen, z. B. {name} == &apos;A*&apos;</translation>
    </message>
    <message>
        <source>{name} is a link that does not end in this file, which is refused for safety; copy the data into one file</source>
        <translation>{name} ist ein Verweis, der nicht in dieser Datei endet; das wird aus Sicherheitsgründen abgelehnt. Kopieren Sie die Daten in eine Datei</translation>
    </message>
    <message>
        <source>{name} is not a frozen dataclass</source>
        <translation>{name} ist keine frozen dataclass</translation>
    </message>
    <message>
        <source>{name} is not in the project.</source>
        <translation>{name} ist nicht im Projekt.</translation>
    </message>
    <message>
        <source>{name} is on a shared or network drive ({kind}). Judgements are stored in the slower way that is safe there. Only one person may have it open; a copy on this computer is faster.</source>
        <translation>{name} liegt auf einem Netzlaufwerk oder geteilten Laufwerk ({kind}). Beurteilungen werden auf die langsamere Art gespeichert, die dort sicher ist. Nur eine Person darf es geöffnet haben; eine Kopie auf diesem Rechner ist schneller.</translation>
    </message>
    <message>
        <source>{name} is the name of the file written next to it. Choose another name.</source>
        <translation>{name} ist der Name der Datei, die daneben geschrieben wird. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{name} lacks judgements or has wrong ones: it was damaged, or replaced by an older file.</source>
        <translation>In {name} fehlen Beurteilungen oder sind falsch: Das Projekt wurde beschädigt oder durch eine ältere Datei ersetzt.</translation>
    </message>
    <message>
        <source>{name} needs {needed}</source>
        <translation>{name} braucht {needed}</translation>
    </message>
    <message>
        <source>{name}, line {line:,}: this cannot be read as a table ({error})</source>
        <translation>{name}, Zeile {line:,}: Das lässt sich nicht als Tabelle lesen ({error})</translation>
    </message>
    <message>
        <source>{name}, line {number:,}: the line is too long; is this the right file?</source>
        <translation>{name}, Zeile {number:,}: Die Zeile ist zu lang; ist das die richtige Datei?</translation>
    </message>
    <message>
        <source>{name}, line {number:,}: this is not a text file</source>
        <translation>{name}, Zeile {number:,}: Das ist keine Textdatei</translation>
    </message>
    <message>
        <source>{name}, line {number:,}: this is not text; save the file as UTF-8</source>
        <translation>{name}, Zeile {number:,}: Das ist kein Text; speichern Sie die Datei als UTF-8</translation>
    </message>
    <message>
        <source>{name}.{field} is not declared with annotator.parameters.parameter</source>
        <translation>{name}.{field} ist nicht mit annotator.parameters.parameter deklariert</translation>
    </message>
    <message>
        <source>{name}: an example needs {d} feature values like the collection, not {shape}.</source>
        <translation>{name}: ein Beispiel braucht {d} Merkmalswerte wie die Sammlung, nicht {shape}.</translation>
    </message>
    <message>
        <source>{name}: byte {byte:,} is neither UTF-8 nor Windows-1252; save the file as UTF-8</source>
        <translation>{name}: Byte {byte:,} ist weder UTF-8 noch Windows-1252; speichern Sie die Datei als UTF-8</translation>
    </message>
    <message>
        <source>{name}: it is not clear which column has {what}: {candidates}. {remedy}</source>
        <translation>{name}: Es ist nicht klar, welche Spalte die mit {what} ist: {candidates}. {remedy}</translation>
    </message>
    <message>
        <source>{name}: matching report</source>
        <translation>{name}: Bericht der Zuordnung</translation>
    </message>
    <message>
        <source>{name}: not a list of keys</source>
        <translation>{name}: keine Liste von Tasten</translation>
    </message>
    <message>
        <source>{name}: the features of this example are more than {most:,.0f} times as large as those of the collection. Compute them as those were computed.</source>
        <translation>{name}: Die Merkmale dieses Beispiels sind mehr als {most:,.0f}-mal so groß wie die der Sammlung. Berechnen Sie sie so, wie jene berechnet wurden.</translation>
    </message>
    <message>
        <source>{name}: the features of this example contain NaN or Inf. Compute them again.</source>
        <translation>{name}: die Merkmale dieses Beispiels enthalten NaN oder Inf. Berechnen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>{name}: the file cannot be read ({reason})</source>
        <translation>{name}: Die Datei kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>{name}: the first line must name a column with {what} ({titles}); it names: {header}</source>
        <translation>{name}: Die erste Zeile muss eine Spalte mit {what} nennen ({titles}); sie nennt: {header}</translation>
    </message>
    <message>
        <source>{name}: there are two columns {title!r}, and it is not clear which is meant; rename one of them</source>
        <translation>{name}: Es gibt zwei Spalten {title!r}, und es ist nicht klar, welche gemeint ist; benennen Sie eine um</translation>
    </message>
    <message>
        <source>{name}: there is no column but that of the images</source>
        <translation>{name}: Außer der Spalte der Bilder gibt es keine</translation>
    </message>
    <message>
        <source>{name}: there is no column {title!r}</source>
        <translation>{name}: Es gibt keine Spalte {title!r}</translation>
    </message>
    <message>
        <source>{name}: there is no column {wanted!r}; its columns are: {titles}</source>
        <translation>{name}: Es gibt keine Spalte {wanted!r}; die Spalten sind: {titles}</translation>
    </message>
    <message>
        <source>{name}: this image {what}, so nothing can be compared with it.</source>
        <translation>{name}: Mit diesem Bild lässt sich nichts vergleichen, da es {what}.</translation>
    </message>
    <message>
        <source>{name}: {n_others} columns are more than {most_columns}; leave out some</source>
        <translation>{name}: {n_others} Spalten sind mehr als {most_columns}; lassen Sie einige weg</translation>
    </message>
    <message>
        <source>{name}: {value!r} is not {domain}</source>
        <translation>{name}: {value!r} ist nicht {domain}</translation>
    </message>
    <message>
        <source>{new} images get a label, {same} have the same already, {conflicts} have another one here.</source>
        <translation>{new} Bilder bekommen ein Label, {same} haben schon dasselbe, {conflicts} haben hier ein anderes.</translation>
    </message>
    <message>
        <source>{new} is gone, and so is {old}.</source>
        <translation>{new} ist verschwunden, und {old} ebenfalls.</translation>
    </message>
    <message>
        <source>{note} Of the images of a stack, one counts.</source>
        <translation>{note} Von den Bildern einer Gruppe zählt eines.</translation>
    </message>
    <message>
        <source>{note}. {key} goes to the next topic.</source>
        <translation>{note}. {key} führt zum nächsten Thema.</translation>
    </message>
    <message>
        <source>{number} images: a pool has at least one.</source>
        <translation>{number} Bilder: Ein Pool hat mindestens eines.</translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s)</source>
        <translation>
            <numerusform>{n} Bild</numerusform>
            <numerusform>{n} Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) are in no IIIF manifest: their annotations point to the file.</source>
        <translation>
            <numerusform>{n} Bild steht in keinem IIIF-Manifest: Seine Annotation zeigt auf die Datei.</numerusform>
            <numerusform>{n} Bilder stehen in keinem IIIF-Manifest: Ihre Annotationen zeigen auf die Datei.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) are unsure and may be relevant: decide on them before you certify.</source>
        <translation>
            <numerusform>{n} Bild ist unsicher und vielleicht relevant: Entscheiden Sie darüber, bevor Sie etwas bescheinigen.</numerusform>
            <numerusform>{n} Bilder sind unsicher und vielleicht relevant: Entscheiden Sie darüber, bevor Sie etwas bescheinigen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) have no date, as metadata say.</source>
        <translation>
            <numerusform>{n} Bild hat laut Metadaten kein Datum.</numerusform>
            <numerusform>{n} Bilder haben laut Metadaten kein Datum.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) judged unsure: left out.</source>
        <translation>
            <numerusform>{n} als unsicher beurteiltes Bild: ausgelassen.</numerusform>
            <numerusform>{n} als unsicher beurteilte Bilder: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) judged unsure: qrels have no such grade, left out.</source>
        <translation>
            <numerusform>{n} als unsicher beurteiltes Bild: Qrels kennen diese Stufe nicht, ausgelassen.</numerusform>
            <numerusform>{n} als unsicher beurteilte Bilder: Qrels kennen diese Stufe nicht, ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) missing or unreadable: left out.</source>
        <translation>
            <numerusform>{n} Bild fehlt oder ist nicht lesbar: ausgelassen.</numerusform>
            <numerusform>{n} Bilder fehlen oder sind nicht lesbar: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) missing or unreadable: shown without a picture.</source>
        <translation>
            <numerusform>{n} Bild fehlt oder ist nicht lesbar: ohne Abbildung gezeigt.</numerusform>
            <numerusform>{n} Bilder fehlen oder sind nicht lesbar: ohne Abbildung gezeigt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) not found in the image folder: left out.</source>
        <translation>
            <numerusform>{n} Bild nicht im Bilderordner gefunden: ausgelassen.</numerusform>
            <numerusform>{n} Bilder nicht im Bilderordner gefunden: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) of this project are not in {copy}.</source>
        <translation>
            <numerusform>{n} Bild dieses Projekts ist nicht in {copy}.</numerusform>
            <numerusform>{n} Bilder dieses Projekts sind nicht in {copy}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) of {copy} are not in this project.</source>
        <translation>
            <numerusform>{n} Bild von {copy} ist nicht in diesem Projekt.</numerusform>
            <numerusform>{n} Bilder von {copy} sind nicht in diesem Projekt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) relevant to no topic: left out.</source>
        <translation>
            <numerusform>{n} Bild ist für kein Thema relevant: ausgelassen.</numerusform>
            <numerusform>{n} Bilder sind für kein Thema relevant: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) relevant to several topics: in each of them.</source>
        <translation>
            <numerusform>{n} Bild ist für mehrere Themen relevant: in jedem davon.</numerusform>
            <numerusform>{n} Bilder sind für mehrere Themen relevant: in jedem davon.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) relevant to several topics: left out.</source>
        <translation>
            <numerusform>{n} Bild ist für mehrere Themen relevant: ausgelassen.</numerusform>
            <numerusform>{n} Bilder sind für mehrere Themen relevant: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) relevant to several topics: only in the first of them.</source>
        <translation>
            <numerusform>{n} Bild ist für mehrere Themen relevant: nur im ersten davon.</numerusform>
            <numerusform>{n} Bilder sind für mehrere Themen relevant: nur im ersten davon.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) to {label}</source>
        <translation>
            <numerusform>{n} Bild: {label}</numerusform>
            <numerusform>{n} Bilder: {label}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) with a .json file that labelme did not write: left out.</source>
        <translation>
            <numerusform>{n} Bild mit einer .json-Datei, die nicht von labelme stammt: ausgelassen.</numerusform>
            <numerusform>{n} Bilder mit einer .json-Datei, die nicht von labelme stammt: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) with a line break in the name: left out.</source>
        <translation>
            <numerusform>{n} Bild mit einem Zeilenumbruch im Namen: ausgelassen.</numerusform>
            <numerusform>{n} Bilder mit einem Zeilenumbruch im Namen: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) with a sidecar that cannot be read: left as it is.</source>
        <translation>
            <numerusform>{n} Bild mit einer nicht lesbaren Begleitdatei: unverändert gelassen.</numerusform>
            <numerusform>{n} Bilder mit einer nicht lesbaren Begleitdatei: unverändert gelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) with the same name as another but for the ending or capitals: left out.</source>
        <translation>
            <numerusform>{n} Bild, dessen Name sich nur in der Endung oder der Großschreibung von einem anderen unterscheidet: ausgelassen.</numerusform>
            <numerusform>{n} Bilder, deren Namen sich nur in der Endung oder der Großschreibung von anderen unterscheiden: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) without a deployment or a time: left out.</source>
        <translation>
            <numerusform>{n} Bild ohne Standort oder Zeit: weggelassen.</numerusform>
            <numerusform>{n} Bilder ohne Standort oder Zeit: weggelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) without usable features: left out.</source>
        <translation>
            <numerusform>{n} Bild ohne brauchbare Merkmale: ausgelassen.</numerusform>
            <numerusform>{n} Bilder ohne brauchbare Merkmale: ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} image(s) without usable features: not ranked, left out.</source>
        <translation>
            <numerusform>{n} Bild ohne brauchbare Merkmale: nicht in der Rangliste, ausgelassen.</numerusform>
            <numerusform>{n} Bilder ohne brauchbare Merkmale: nicht in der Rangliste, ausgelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} images have this name, and it is not certain which is meant</source>
        <translation>{n} Bilder heißen so, und es ist nicht sicher, welches gemeint ist</translation>
    </message>
    <message>
        <source>{n} images kept as they are</source>
        <translation>{n} Bilder bleiben, wie sie sind</translation>
    </message>
    <message numerus="yes">
        <source>{n} irrelevant image(s) got no observation: irrelevant does not mean empty.</source>
        <translation>
            <numerusform>{n} irrelevantes Bild hat keine Beobachtung bekommen: Irrelevant heißt nicht leer.</numerusform>
            <numerusform>{n} irrelevante Bilder haben keine Beobachtung bekommen: Irrelevant heißt nicht leer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} irrelevant image(s) in a row: perhaps nothing is left.</source>
        <translation>
            <numerusform>{n} irrelevantes Bild in Folge: Vielleicht ist nichts mehr übrig.</numerusform>
            <numerusform>{n} irrelevante Bilder in Folge: Vielleicht ist nichts mehr übrig.</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} of them judged</source>
        <translation>{n} davon beurteilt</translation>
    </message>
    <message numerus="yes">
        <source>{n} rule(s)</source>
        <translation>
            <numerusform>{n} Regel</numerusform>
            <numerusform>{n} Regeln</numerusform>
        </translation>
    </message>
    <message>
        <source>{offset!r} is no offset from UTC, such as +01:00.</source>
        <translation>{offset!r} ist kein Abstand zu UTC, etwa +01:00.</translation>
    </message>
    <message>
        <source>{of} has no {attribute}: it must be a text</source>
        <translation>{of} hat kein {attribute}: Es muss ein Text sein</translation>
    </message>
    <message>
        <source>{old} cannot be moved to {new} ({reason}). {remedy}</source>
        <translation>{old} kann nicht nach {new} verschoben werden ({reason}). {remedy}</translation>
    </message>
    <message>
        <source>{old} exists, so {new} was left where it is.</source>
        <translation>{old} ist vorhanden, daher blieb {new}, wo es ist.</translation>
    </message>
    <message>
        <source>{one!r} is not an annotator.data.exporting.Format</source>
        <translation>{one!r} ist kein annotator.data.exporting.Format</translation>
    </message>
    <message>
        <source>{one!r} is not an annotator.data.importing.Importer</source>
        <translation>{one!r} ist kein annotator.data.importing.Importer</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} und {other}</translation>
    </message>
    <message>
        <source>{one} or {other}</source>
        <translation>{one} oder {other}</translation>
    </message>
    <message>
        <source>{output} cannot be written ({reason}); choose another place</source>
        <translation>{output} kann nicht geschrieben werden ({reason}); wählen Sie einen anderen Ort</translation>
    </message>
    <message>
        <source>{output} is a folder; choose a file name</source>
        <translation>{output} ist ein Ordner; wählen Sie einen Dateinamen</translation>
    </message>
    <message>
        <source>{path!r} cannot name an image: {reason}</source>
        <translation>{path!r} kann kein Bild benennen: {reason}</translation>
    </message>
    <message>
        <source>{path} cannot be used as a path ({error}). Choose another name.</source>
        <translation>{path} kann kein Pfad sein ({error}). Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}); make room and start again: what is done is kept</source>
        <translation>{path} kann nicht geschrieben werden ({reason}). Schaffen Sie Platz und beginnen Sie noch einmal: Was berechnet ist, bleibt.</translation>
    </message>
    <message>
        <source>{path} cannot be written. Make it writable, or open the project read-only.</source>
        <translation>{path} kann nicht beschrieben werden. Erlauben Sie das Schreiben, oder öffnen Sie das Projekt nur zum Lesen.</translation>
    </message>
    <message>
        <source>{path} does not have the structure that the program writes ({names}): it is damaged, or somebody else changed it, perhaps to do harm. Nothing in it was used.</source>
        <translation>{path} hat nicht den Aufbau, den das Programm schreibt ({names}): Sie ist beschädigt oder wurde von jemand anderem geändert, vielleicht um zu schaden. Nichts davon wurde benutzt.</translation>
    </message>
    <message>
        <source>{path} does not say which token fills up short texts. Put the tokenizer_config.json that belongs to it next to it.</source>
        <translation>{path} nennt nicht das Token, das kurze Texte auffüllt. Legen Sie die zugehörige tokenizer_config.json daneben.</translation>
    </message>
    <message>
        <source>{path} exists already. Open it, or choose another name for the new project.</source>
        <translation>{path} gibt es schon. Öffnen Sie es, oder wählen Sie für das neue Projekt einen anderen Namen.</translation>
    </message>
    <message>
        <source>{path} has an older format. Open it for writing once to bring it up to date.</source>
        <translation>{path} hat ein älteres Format. Öffnen Sie es einmal zum Schreiben, um es auf den neuen Stand zu bringen.</translation>
    </message>
    <message>
        <source>{path} holds no tensors that can be read here: {error}. It must be the weights alone, as torch.save writes a state dict.</source>
        <translation>{path} enthält keine Tensoren, die hier gelesen werden können: {error}. Die Datei darf nur die Gewichte enthalten, wie torch.save ein state dict schreibt.</translation>
    </message>
    <message>
        <source>{path} is a database of another program. Choose a project file.</source>
        <translation>{path} ist eine Datenbank eines anderen Programms. Wählen Sie eine Projektdatei.</translation>
    </message>
    <message>
        <source>{path} is closed. Open it again to go on.</source>
        <translation>{path} ist geschlossen. Öffnen Sie es noch einmal, um weiterzumachen.</translation>
    </message>
    <message>
        <source>{path} is damaged ({found}). It was left as it is.</source>
        <translation>{path} ist beschädigt ({found}). Es wurde gelassen, wie es war.</translation>
    </message>
    <message>
        <source>{path} is damaged or another version (SHA-256 {found} instead of {expected}). Install the package {package} again.</source>
        <translation>{path} ist beschädigt oder eine andere Version (SHA-256 {found} statt {expected}). Installieren Sie das Paket {package} neu.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes).</source>
        <translation>{path} ist leer (0 Bytes).</translation>
    </message>
    <message>
        <source>{path} is in use by another thread. One thread at a time can use an open project.</source>
        <translation>{path} wird gerade von einem anderen Thread benutzt. Nur ein Thread auf einmal kann ein geöffnetes Projekt benutzen.</translation>
    </message>
    <message>
        <source>{path} is not a folder, as {format} needs it.</source>
        <translation>{path} ist kein Ordner, wie {format} ihn braucht.</translation>
    </message>
    <message>
        <source>{path} is not a project file, or its beginning is damaged.</source>
        <translation>{path} ist keine Projektdatei, oder ihr Anfang ist beschädigt.</translation>
    </message>
    <message>
        <source>{path} is not the feature file this project was created with: {what}. Nothing was changed. {remedy}</source>
        <translation>{path} ist nicht die Merkmalsdatei, mit der dieses Projekt angelegt wurde: {what}. Nichts wurde geändert. {remedy}</translation>
    </message>
    <message>
        <source>{path} is open read-only. Open it for writing to change it.</source>
        <translation>{path} ist nur zum Lesen geöffnet. Öffnen Sie es zum Schreiben, um es zu ändern.</translation>
    </message>
    <message>
        <source>{path} is this project itself. Choose the copy of the other person.</source>
        <translation>{path} ist dieses Projekt selbst. Wählen Sie die Kopie der anderen Person.</translation>
    </message>
    <message>
        <source>{path} names the image {name!r}: {fault}. The program never writes such a name: the project is damaged, or was crafted to read or copy other files of yours.</source>
        <translation>{path} nennt das Bild {name!r}: {fault}. Solch einen Namen schreibt das Programm nie: Das Projekt ist beschädigt oder soll andere Dateien von Ihnen lesen oder kopieren.</translation>
    </message>
    <message>
        <source>{path} was computed by {known}, so no other picture can be compared with it. {remedy}</source>
        <translation>{path} wurde von {known} berechnet; deshalb kann kein anderes Bild damit verglichen werden. {remedy}</translation>
    </message>
    <message>
        <source>{path} was computed by {made_by} ({preprocessing}), not by {name} ({other}).</source>
        <translation>{path} wurde von {made_by} berechnet ({preprocessing}), nicht von {name} ({other}).</translation>
    </message>
    <message>
        <source>{path} was copied or moved while a program had it open, or after that ended without closing it. The last judgements may be in its log, which is missing here; it was {was}. Put it here as {log} before you judge anything. Where that log is lost or empty, nothing has to be done.</source>
        <translation>{path} wurde kopiert oder verschoben, während ein Programm die Datei geöffnet hatte oder nachdem es beendet wurde, ohne sie zu schließen. Die letzten Beurteilungen stehen vielleicht in ihrem Protokoll, das hier fehlt; es war {was}. Legen Sie es als {log} hierher, bevor Sie etwas beurteilen. Wenn das Protokoll verloren oder leer ist, ist nichts zu tun.</translation>
    </message>
    <message>
        <source>{path} was moved, deleted or replaced while it was open. Nothing more can be stored in it: put it back where it was, or close the project and open it where it is now.</source>
        <translation>{path} wurde verschoben, gelöscht oder ersetzt, während es geöffnet war. Es kann nichts mehr darin gespeichert werden: legen Sie es zurück, oder schließen Sie das Projekt und öffnen Sie es, wo es jetzt ist.</translation>
    </message>
    <message>
        <source>{path} was saved by a newer version of the program. Update this one.</source>
        <translation>{path} wurde von einer neueren Version des Programms gespeichert. Aktualisieren Sie dieses.</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of the program (its format is {found}, this program knows formats up to {known}). Nothing was changed. Open it with the newer version.</source>
        <translation>{path} wurde von einer neueren Version des Programms geschrieben (Format {found}, dieses Programm kennt Formate bis {known}). Es wurde nichts geändert. Öffnen Sie es mit der neueren Version.</translation>
    </message>
    <message>
        <source>{path}, image {number:,}: there is no name</source>
        <translation>{path}, Bild {number:,}: Es gibt keinen Namen</translation>
    </message>
    <message>
        <source>{path}, judged {label}. A mistake with a probability of {share}. {reason}</source>
        <translation>{path}, beurteilt als {label}. Mit einer Wahrscheinlichkeit von {share} ein Fehler. {reason}</translation>
    </message>
    <message>
        <source>{path}, line {line:,}</source>
        <translation>{path}, Zeile {line:,}</translation>
    </message>
    <message>
        <source>{path}, line {line:,}: a run has six fields (topic, Q0, image, rank, score, system), and this line has {n_fields}. A table needs a line of titles with topic, image and score.</source>
        <translation>{path}, Zeile {line:,}: Ein Run hat sechs Felder (Thema, Q0, Bild, Rang, Punktzahl, System), und diese Zeile hat {n_fields}. Eine Tabelle braucht eine Titelzeile mit topic, image und score.</translation>
    </message>
    <message>
        <source>{path}, line {line:,}: a topic is an id, a tab and a text</source>
        <translation>{path}, Zeile {line:,}: Ein Thema besteht aus Kennung, Tabulator und Text</translation>
    </message>
    <message>
        <source>{path}, line {line:,}: the score {text!r} is not a number</source>
        <translation>{path}, Zeile {line:,}: Die Punktzahl {text!r} ist keine Zahl</translation>
    </message>
    <message>
        <source>{path}, line {line:,}: the topic {topic!r} is there twice</source>
        <translation>{path}, Zeile {line:,}: Das Thema {topic!r} kommt zweimal vor</translation>
    </message>
    <message>
        <source>{path}, line {line:,}: this line has {n_cells} cells, and there are {n_titles} titles</source>
        <translation>{path}, Zeile {line:,}: Diese Zeile hat {n_cells} Zellen, und es gibt {n_titles} Titel</translation>
    </message>
    <message>
        <source>{path}, {key} {number:,}: (uuid, type, vector) or (uuid, vector) is needed</source>
        <translation>{path}, {key} {number:,}: (uuid, Typ, Vektor) oder (uuid, Vektor) wird gebraucht</translation>
    </message>
    <message>
        <source>{path}, {place}: a field with the image ({name}) and one with its label are needed</source>
        <translation>{path}, {place}: Ein Feld mit dem Bild ({name}) und eines mit seinem Label sind nötig</translation>
    </message>
    <message>
        <source>{path}, {place}: an object is needed</source>
        <translation>{path}, {place}: Ein Objekt ist nötig</translation>
    </message>
    <message>
        <source>{path}, {place}: grade {grade}, and the grades of the topic go up to {highest}. {remedy}.</source>
        <translation>{path}, {place}: Stufe {grade}, und die Stufen des Themas gehen bis {highest}. {remedy}.</translation>
    </message>
    <message>
        <source>{path}, {place}: qrels have four fields, this line has {n_fields}</source>
        <translation>{path}, {place}: Qrels haben vier Felder, diese Zeile hat {n_fields}</translation>
    </message>
    <message>
        <source>{path}, {place}: the field {field!r} with the image is missing</source>
        <translation>{path}, {place}: Das Feld {field!r} mit dem Bild fehlt</translation>
    </message>
    <message>
        <source>{path}, {place}: the name of the image is missing</source>
        <translation>{path}, {place}: Der Name des Bildes fehlt</translation>
    </message>
    <message>
        <source>{path}, {place}: the row is too short: {n_cells} cells</source>
        <translation>{path}, {place}: Die Zeile ist zu kurz: {n_cells} Zellen</translation>
    </message>
    <message>
        <source>{path}, {place}: there is no data</source>
        <translation>{path}, {place}: Es gibt keine Daten</translation>
    </message>
    <message>
        <source>{path}, {place}: {text!r} is not a grade; grades are whole numbers</source>
        <translation>{path}, {place}: {text!r} ist keine Stufe; Stufen sind ganze Zahlen</translation>
    </message>
    <message>
        <source>{path}, {place}: {text!r} is not a label that is known; {remedy}. Known are: {known}</source>
        <translation>{path}, {place}: {text!r} ist kein bekanntes Label; {remedy}. Bekannt sind: {known}</translation>
    </message>
    <message>
        <source>{path}: Parquet needs {missing_extra}</source>
        <translation>{path}: Parquet braucht {missing_extra}</translation>
    </message>
    <message>
        <source>{path}: X_train and X_test must have two dimensions and the same number of features</source>
        <translation>{path}: X_train und X_test müssen zwei Dimensionen und gleich viele Merkmale haben</translation>
    </message>
    <message>
        <source>{path}: a list &apos;images&apos; is missing; this is not a document of labels</source>
        <translation>{path}: Eine Liste „images“ fehlt; das ist kein Dokument von Labels</translation>
    </message>
    <message>
        <source>{path}: a list of tasks is needed</source>
        <translation>{path}: Eine Liste von Aufgaben wird gebraucht</translation>
    </message>
    <message>
        <source>{path}: all its rows are the same, so they cannot distinguish images</source>
        <translation>{path}: Alle Zeilen sind gleich und unterscheiden deshalb keine Bilder</translation>
    </message>
    <message>
        <source>{path}: another program is writing to the feature file; close it there and try again. If there is none, a network drive kept an old lock: copy the file to a local drive</source>
        <translation>{path}: ein anderes Programm schreibt in die Merkmalsdatei; schließen Sie sie dort und versuchen Sie es noch einmal. Gibt es keines, so hat ein Netzlaufwerk eine alte Sperre behalten: kopieren Sie die Datei auf ein lokales Laufwerk</translation>
    </message>
    <message>
        <source>{path}: byte {byte:,} is not UTF-8. Save the file as UTF-8 text.</source>
        <translation>{path}: Byte {byte:,} ist kein UTF-8. Speichern Sie die Datei als Text in UTF-8.</translation>
    </message>
    <message>
        <source>{path}: byte {byte:,} of the state is not UTF-8</source>
        <translation>{path}: Byte {byte:,} des Zustands ist kein UTF-8</translation>
    </message>
    <message>
        <source>{path}: cannot be decoded ({error!r})</source>
        <translation>{path}: kann nicht dekodiert werden ({error!r})</translation>
    </message>
    <message>
        <source>{path}: cannot be decoded ({error})</source>
        <translation>{path}: kann nicht entschlüsselt werden ({error})</translation>
    </message>
    <message>
        <source>{path}: cannot be read ({error!r}).</source>
        <translation>{path}: kann nicht gelesen werden ({error!r}).</translation>
    </message>
    <message>
        <source>{path}: cannot be read ({error}); check that the file is still there</source>
        <translation>{path}: kann nicht gelesen werden ({error}); prüfen Sie, ob die Datei noch da ist</translation>
    </message>
    <message>
        <source>{path}: cannot be read ({reason}).</source>
        <translation>{path}: kann nicht gelesen werden ({reason}).</translation>
    </message>
    <message>
        <source>{path}: choose metadata.csv or metadata.jsonl in this folder</source>
        <translation>{path}: Wählen Sie metadata.csv oder metadata.jsonl in diesem Ordner</translation>
    </message>
    <message>
        <source>{path}: groups are nested more than {deepest} deep, which no program does. Is it the right file?</source>
        <translation>{path}: Gruppen liegen mehr als {deepest}-fach ineinander; so schreibt kein Programm Merkmale. Ist es die richtige Datei?</translation>
    </message>
    <message>
        <source>{path}: how images are prepared cannot be read from it ({error}). Take the file that belongs to the networks.</source>
        <translation>{path}: Daraus geht nicht hervor, wie Bilder vorbereitet werden ({error}). Nehmen Sie die Datei, die zu den Netzen gehört.</translation>
    </message>
    <message>
        <source>{path}: images of {channels} channels are needed; color images have 3</source>
        <translation>{path}: Gebraucht werden Bilder mit {channels} Kanälen; Farbbilder haben 3</translation>
    </message>
    <message>
        <source>{path}: it contains no usable label.</source>
        <translation>{path}: Sie enthält kein verwertbares Label.</translation>
    </message>
    <message>
        <source>{path}: it has features of none of the images of this project</source>
        <translation>{path}: Sie hat Merkmale von keinem der Bilder dieses Projekts</translation>
    </message>
    <message>
        <source>{path}: it is about {n_topics} topics; {remedy}: {topics}</source>
        <translation>{path}: Es geht um {n_topics} Themen; {remedy}: {topics}</translation>
    </message>
    <message>
        <source>{path}: it is not clear what this is. A table needs a line of titles with {name} and {label}; otherwise say the format: {formats}</source>
        <translation>{path}: Es ist nicht klar, was das ist. Eine Tabelle braucht eine Titelzeile mit {name} und {label}; sonst nennen Sie das Format: {formats}</translation>
    </message>
    <message>
        <source>{path}: its features were begun by {encoder!r}, which is not known here. {remedy}</source>
        <translation>{path}: Die Merkmale hat {encoder!r} begonnen, das hier nicht bekannt ist. {remedy}</translation>
    </message>
    <message>
        <source>{path}: its rows cannot be filled in</source>
        <translation>{path}: Die Zeilen können nicht ergänzt werden</translation>
    </message>
    <message>
        <source>{path}: its rows have {d:,} numbers, but {examples:,} external examples of the project have another length. They would be lost: create a new project with this file and import the labels</source>
        <translation>{path}: Die Zeilen haben {d:,} Zahlen, aber {examples:,} externe Beispiele des Projekts haben eine andere Länge. Sie gingen verloren: Legen Sie mit dieser Datei ein neues Projekt an und übernehmen Sie die Labels</translation>
    </message>
    <message>
        <source>{path}: its tiles do not belong to its features: {reason}. {remedy}</source>
        <translation>{path}: Die Kacheln gehören nicht zu den Merkmalen: {reason}. {remedy}</translation>
    </message>
    <message>
        <source>{path}: line {line:,} has {n_cells:,} cells, the first line has {n_titles:,}</source>
        <translation>{path}: Zeile {line:,} hat {n_cells:,} Zellen, die erste Zeile {n_titles:,}</translation>
    </message>
    <message>
        <source>{path}: line {line:,} holds {cell!r} where a number is expected. Every column but the names must hold numbers; {remedy}</source>
        <translation>{path}: In Zeile {line:,} steht {cell!r}, wo eine Zahl erwartet wird. Alle Spalten außer der mit den Namen müssen Zahlen enthalten; {remedy}</translation>
    </message>
    <message>
        <source>{path}: line {number:,} is no line of a table</source>
        <translation>{path}: Zeile {number:,} ist keine Tabellenzeile</translation>
    </message>
    <message>
        <source>{path}: more than one column could be the features: {columns}. {remedy}</source>
        <translation>{path}: Mehr als eine Spalte könnte die Merkmale sein: {columns}. {remedy}</translation>
    </message>
    <message>
        <source>{path}: more than one column is called {columns}; give every column its own name</source>
        <translation>{path}: Mehrere Spalten heißen {columns}; geben Sie jeder Spalte einen eigenen Namen</translation>
    </message>
    <message>
        <source>{path}: more than one pair of data sets could be the features and their image names: {choices}. {remedy}</source>
        <translation>{path}: Mehr als ein Paar von Datensätzen könnte die Merkmale und ihre Bildnamen sein: {choices}. {remedy}</translation>
    </message>
    <message>
        <source>{path}: no column has the images; call one of them image, path or file</source>
        <translation>{path}: Keine Spalte enthält die Bilder; nennen Sie eine davon image, path oder file</translation>
    </message>
    <message>
        <source>{path}: no features were found; the columns are: {columns}</source>
        <translation>{path}: Es wurden keine Merkmale gefunden; die Spalten sind: {columns}</translation>
    </message>
    <message>
        <source>{path}: no labels are read from this kind of JSON, an object with the fields {fields}. Choose a table (CSV), JSON Lines with one object per image, or the export of a labeling tool: {formats}</source>
        <translation>{path}: Aus dieser Art von JSON, einem Objekt mit den Feldern {fields}, werden keine Labels gelesen. Wählen Sie eine Tabelle (CSV), JSON Lines mit einem Objekt je Bild oder den Export eines Label-Programms: {formats}</translation>
    </message>
    <message>
        <source>{path}: no row of features can be used: all contain NaN or Inf. Compute them again.</source>
        <translation>{path}: Keine Zeile der Merkmale ist verwendbar: Alle enthalten NaN oder Inf. Berechnen Sie sie neu.</translation>
    </message>
    <message>
        <source>{path}: on this machine the file has {n_rows:,} rows, where {expected:,} are expected. Copy the same file to every machine.</source>
        <translation>{path}: auf diesem Rechner hat die Datei {n_rows:,} Zeilen, erwartet werden {expected:,}. Kopieren Sie dieselbe Datei auf jeden Rechner.</translation>
    </message>
    <message>
        <source>{path}: one input of images (N x 3 x H x W) is needed, not {inputs}. Is it an encoder of images?</source>
        <translation>{path}: Nötig ist eine Eingabe für Bilder (N x 3 x H x W), nicht {inputs}. Ist es ein Encoder für Bilder?</translation>
    </message>
    <message>
        <source>{path}: row 1 of the column {column} holds no features</source>
        <translation>{path}: Zeile 1 der Spalte {column} enthält keine Merkmale</translation>
    </message>
    <message>
        <source>{path}: row groups of {largest:,} rows take {gigabytes:.1f} GB, too much to be read one by one. Write the file with row groups of some 10,000 rows</source>
        <translation>{path}: Zeilengruppen von {largest:,} Zeilen brauchen {gigabytes:.1f} GB, zu viel, um einzeln gelesen zu werden. Schreiben Sie die Datei mit Zeilengruppen von etwa 10.000 Zeilen</translation>
    </message>
    <message>
        <source>{path}: row {row:,} has {n_numbers} numbers, the first row has {d}</source>
        <translation>{path}: Zeile {row:,} hat {n_numbers} Zahlen, die erste Zeile hat {d}</translation>
    </message>
    <message>
        <source>{path}: row {row:,} holds no features</source>
        <translation>{path}: Zeile {row:,} enthält keine Merkmale</translation>
    </message>
    <message>
        <source>{path}: row {row:,} of the column {column} is empty</source>
        <translation>{path}: Zeile {row:,} der Spalte {column} ist leer</translation>
    </message>
    <message>
        <source>{path}: the archive has too many members</source>
        <translation>{path}: Das Archiv enthält zu viele Dateien</translation>
    </message>
    <message>
        <source>{path}: the archive is damaged ({error})</source>
        <translation>{path}: Das Archiv ist beschädigt ({error})</translation>
    </message>
    <message>
        <source>{path}: the archive is damaged ({error}); copy it again</source>
        <translation>{path}: Das Archiv ist beschädigt ({error}); kopieren Sie es noch einmal</translation>
    </message>
    <message>
        <source>{path}: the archive is damaged ({error}); create it again or copy it again</source>
        <translation>{path}: Das Archiv ist beschädigt ({error}); erzeugen oder kopieren Sie es noch einmal</translation>
    </message>
    <message>
        <source>{path}: the column {column} must hold text, the path of each image</source>
        <translation>{path}: Die Spalte {column} muss Text enthalten, den Pfad jedes Bildes</translation>
    </message>
    <message>
        <source>{path}: the feature file cannot be read ({text})</source>
        <translation>{path}: die Merkmalsdatei kann nicht gelesen werden ({text})</translation>
    </message>
    <message>
        <source>{path}: the feature file is cut short: {size:,} of at least {end:,} bytes; copy it again</source>
        <translation>{path}: die Merkmalsdatei ist abgeschnitten: {size:,} von mindestens {end:,} Bytes; kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the feature file is cut short: {size:,} of {end:,} bytes; copy it again</source>
        <translation>{path}: Die Merkmalsdatei ist abgeschnitten: {size:,} von {end:,} Bytes; kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the feature file is damaged or cut short ({text}); create it again or copy it again</source>
        <translation>{path}: Die Merkmalsdatei ist beschädigt oder abgeschnitten ({text}); erzeugen oder kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the feature file is empty (0 bytes); create it again or copy it again</source>
        <translation>{path}: die Merkmalsdatei ist leer (0 Bytes); erzeugen oder kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the features are too large to be saved with a topic.</source>
        <translation>{path}: Die Merkmale sind zu groß, um mit einem Thema gespeichert zu werden.</translation>
    </message>
    <message>
        <source>{path}: the file cannot be read ({reason}). Check that you may read it.</source>
        <translation>{path}: Die Datei kann nicht gelesen werden ({reason}). Prüfen Sie, ob Sie sie lesen dürfen.</translation>
    </message>
    <message>
        <source>{path}: the file changes while it is read; it is shown once it is complete</source>
        <translation>{path}: die Datei ändert sich, während sie gelesen wird; sie wird gezeigt, sobald sie vollständig ist</translation>
    </message>
    <message>
        <source>{path}: the file has {size:,} bytes; at most {most:,} can be read here. Is it the right file?</source>
        <translation>{path}: Die Datei hat {size:,} Bytes; hier werden höchstens {most:,} gelesen. Ist es die richtige Datei?</translation>
    </message>
    <message>
        <source>{path}: the file is damaged (at byte {start:,}, where texts are kept); copy it again</source>
        <translation>{path}: Die Datei ist beschädigt (bei Byte {start:,}, wo Texte liegen); kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the file is damaged ({error}).</source>
        <translation>{path}: Die Datei ist beschädigt ({error}).</translation>
    </message>
    <message>
        <source>{path}: the file is damaged ({error}); create it again or copy it again</source>
        <translation>{path}: Die Datei ist beschädigt ({error}); erzeugen oder kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the file is damaged or its drive is gone ({error}); create it again or copy it again</source>
        <translation>{path}: die Datei ist beschädigt oder ihr Laufwerk ist weg ({error}); erzeugen oder kopieren Sie sie noch einmal</translation>
    </message>
    <message>
        <source>{path}: the file is damaged: it holds values that the program never writes ({error}).</source>
        <translation>{path}: Die Datei ist beschädigt: Sie enthält Werte, die das Programm nie schreibt ({error}).</translation>
    </message>
    <message>
        <source>{path}: the file is empty</source>
        <translation>{path}: Die Datei ist leer</translation>
    </message>
    <message>
        <source>{path}: the file is empty (0 bytes); copy it again from its source</source>
        <translation>{path}: Die Datei ist leer (0 Bytes); kopieren Sie sie noch einmal von ihrer Quelle</translation>
    </message>
    <message>
        <source>{path}: the file is missing. Check its name; was it moved, or is its drive away?</source>
        <translation>{path}: Die Datei fehlt. Prüfen Sie den Namen; wurde sie verschoben, oder ist ihr Laufwerk nicht da?</translation>
    </message>
    <message>
        <source>{path}: the file is truncated; copy it again from its source</source>
        <translation>{path}: Die Datei ist abgeschnitten; kopieren Sie sie noch einmal von ihrer Quelle</translation>
    </message>
    <message>
        <source>{path}: the file is {encoding} text. Save it as UTF-8 in the program that wrote it.</source>
        <translation>{path}: Die Datei ist Text in {encoding}. Speichern Sie sie in dem Programm, das sie geschrieben hat, als UTF-8.</translation>
    </message>
    <message>
        <source>{path}: the folder cannot be read ({reason})</source>
        <translation>{path}: der Ordner kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>{path}: the image is damaged so badly that decoding it crashed or did not end</source>
        <translation>{path}: Das Bild ist so beschädigt, dass das Dekodieren abstürzte oder nicht endete</translation>
    </message>
    <message>
        <source>{path}: the image names for {what} are missing. Give a list with one name per row, in the order of the rows: a file called {stem}.txt (or .csv, .jsonl, .parquet) next to it, or {remedy}</source>
        <translation>{path}: Die Namen der Bilder fehlen neben {what}. Geben Sie eine Liste mit einem Namen je Zeile, in der Reihenfolge der Zeilen: eine Datei namens {stem}.txt (oder .csv, .jsonl, .parquet) daneben, oder {remedy}</translation>
    </message>
    <message>
        <source>{path}: the keys cannot be read ({reason}); the usual keys are used.</source>
        <translation>{path}: die Tasten können nicht gelesen werden ({reason}); die üblichen Tasten gelten.</translation>
    </message>
    <message>
        <source>{path}: the keys cannot be written ({reason}); they hold until you quit.</source>
        <translation>{path}: die Tasten können nicht geschrieben werden ({reason}); sie gelten, bis Sie beenden.</translation>
    </message>
    <message>
        <source>{path}: the network fails ({error}); check size, layout and output</source>
        <translation>{path}: Das Netz versagt ({error}); prüfen Sie Größe, Aufbau und Ausgabe</translation>
    </message>
    <message>
        <source>{path}: the network for texts fails ({error})</source>
        <translation>{path}: Das Netz für Texte scheitert ({error})</translation>
    </message>
    <message>
        <source>{path}: the output {output} of shape {shape} is no vector</source>
        <translation>{path}: Die Ausgabe {output} der Form {shape} ist kein Vektor</translation>
    </message>
    <message>
        <source>{path}: the pack is damaged ({kind}: {error})</source>
        <translation>{path}: Das Paket ist beschädigt ({kind}: {error})</translation>
    </message>
    <message>
        <source>{path}: the preferences cannot be read ({error}); the defaults are used.</source>
        <translation>{path}: Die Einstellungen sind nicht lesbar ({error}); es gelten die Voreinstellungen.</translation>
    </message>
    <message>
        <source>{path}: the preferences cannot be written ({reason}); they hold until you quit.</source>
        <translation>{path}: Die Einstellungen können nicht gespeichert werden ({reason}); sie gelten, bis Sie das Programm beenden.</translation>
    </message>
    <message>
        <source>{path}: the run is empty</source>
        <translation>{path}: Der Run ist leer</translation>
    </message>
    <message>
        <source>{path}: the runs rank the topic {topic!r}, which is not in this file.</source>
        <translation>{path}: Die Runs enthalten das Thema {topic!r}, das in dieser Datei fehlt.</translation>
    </message>
    <message>
        <source>{path}: the saved topic is damaged or cut short ({error}). Copy it again, or save the topic again.</source>
        <translation>{path}: Das gespeicherte Thema ist beschädigt oder abgeschnitten ({error}). Kopieren Sie es noch einmal, oder speichern Sie das Thema noch einmal.</translation>
    </message>
    <message>
        <source>{path}: the score of {image!r} for topic {topic!r} is not a number</source>
        <translation>{path}: Die Punktzahl von {image!r} für das Thema {topic!r} ist keine Zahl</translation>
    </message>
    <message>
        <source>{path}: the signature is checked with ssh-keygen, which is not installed</source>
        <translation>{path}: Die Signatur wird mit ssh-keygen geprüft, das nicht installiert ist</translation>
    </message>
    <message>
        <source>{path}: the similarity {kernel!r} compares directions from the middle of a collection, which a network does not know. Save the topic with another similarity: {names}.</source>
        <translation>{path}: Die Ähnlichkeit {kernel!r} vergleicht Richtungen von der Mitte einer Sammlung aus, die ein Netz nicht kennt. Speichern Sie das Thema mit einer anderen Ähnlichkeit: {names}.</translation>
    </message>
    <message>
        <source>{path}: the system {system!r} ranks topic {topic!r} in {other}, too. Every ranking is read once; give the systems different names.</source>
        <translation>{path}: Das System {system!r} hat auch in {other} eine Rangliste für das Thema {topic!r}. Jede Rangliste wird nur einmal gelesen; geben Sie den Systemen verschiedene Namen.</translation>
    </message>
    <message>
        <source>{path}: the table is empty; it must hold one row of numbers per image</source>
        <translation>{path}: Die Tabelle ist leer; sie muss eine Zeile Zahlen je Bild enthalten</translation>
    </message>
    <message>
        <source>{path}: the table is too large. Save the features with numpy.save.</source>
        <translation>{path}: Die Tabelle ist zu groß. Speichern Sie die Merkmale mit numpy.save.</translation>
    </message>
    <message>
        <source>{path}: the topic has {n:,} judgements; a network can hold {most:,}.</source>
        <translation>{path}: Das Thema hat {n:,} Beurteilungen; ein Netz kann {most:,} enthalten.</translation>
    </message>
    <message>
        <source>{path}: the topic {topic!r} has {relevant} relevant and {irrelevant} irrelevant judgements. A saved topic needs both.</source>
        <translation>{path}: Das Thema {topic!r} hat {relevant} relevante und {irrelevant} irrelevante Beurteilungen. Ein gespeichertes Thema braucht beides.</translation>
    </message>
    <message>
        <source>{path}: the topic {topic!r} is no object of images and scores</source>
        <translation>{path}: Das Thema {topic!r} ist kein Objekt aus Bildern und Punktzahlen</translation>
    </message>
    <message>
        <source>{path}: the topic {topic!r} needs features of {encoder}, which is not known on this machine. {remedy}</source>
        <translation>{path}: Das Thema {topic!r} braucht Merkmale von {encoder}; dieses Netz ist auf diesem Rechner nicht bekannt. {remedy}</translation>
    </message>
    <message>
        <source>{path}: the topic {topic!r} was saved with {own} features of {wanted}, and these are {d} features of {found}. Compute features with the same encoder.</source>
        <translation>{path}: Das Thema {topic!r} wurde mit {own} Merkmalen von {wanted} gespeichert, und dies sind {d} Merkmale von {found}. Berechnen Sie Merkmale mit demselben Encoder.</translation>
    </message>
    <message>
        <source>{path}: the word {word!r}, whose meaning was given, is not among its labels: {words}.</source>
        <translation>{path}: Das Wort {word!r}, dessen Bedeutung angegeben wurde, kommt unter den Labels nicht vor: {words}.</translation>
    </message>
    <message>
        <source>{path}: the words were understood for features of {wanted}, and these are of {found}.</source>
        <translation>{path}: Die Wörter wurden für Merkmale von {wanted} verstanden, und diese sind von {found}.</translation>
    </message>
    <message>
        <source>{path}: there is no array {name!r}; there are: {names}</source>
        <translation>{path}: Es gibt kein Array {name!r}; es gibt: {names}</translation>
    </message>
    <message>
        <source>{path}: there is no column {features!r}; there are: {columns}</source>
        <translation>{path}: Es gibt keine Spalte {features!r}; es gibt: {columns}</translation>
    </message>
    <message>
        <source>{path}: there is no column {names!r}; there are: {columns}</source>
        <translation>{path}: Es gibt keine Spalte {names!r}; es gibt: {columns}</translation>
    </message>
    <message>
        <source>{path}: there is no data set {name!r}. The file holds: {entries}</source>
        <translation>{path}: Es gibt keinen Datensatz {name!r}. Die Datei enthält: {entries}</translation>
    </message>
    <message>
        <source>{path}: there is no export profile {name!r}; the profiles are: {exist}.</source>
        <translation>{path}: Es gibt kein Exportprofil {name!r}; die Profile sind: {exist}.</translation>
    </message>
    <message>
        <source>{path}: there is no feature set {name!r}; the sets are: {exist}</source>
        <translation>{path}: Es gibt keinen Merkmalssatz {name!r}; die Sätze sind: {exist}</translation>
    </message>
    <message>
        <source>{path}: there is no output {output!r}; there are: {outputs}</source>
        <translation>{path}: Es gibt keine Ausgabe {output!r}; es gibt: {outputs}</translation>
    </message>
    <message>
        <source>{path}: there is no topic {wanted!r}; there are: {topics}</source>
        <translation>{path}: Es gibt kein Thema {wanted!r}; es gibt: {topics}</translation>
    </message>
    <message>
        <source>{path}: there is no topic: lines of an id, a tab and a text</source>
        <translation>{path}: Es ist kein Thema darin: Zeilen aus Kennung, Tabulator und Text</translation>
    </message>
    <message>
        <source>{path}: there is not enough memory to decode it</source>
        <translation>{path}: Zum Dekodieren ist nicht genug Speicher da</translation>
    </message>
    <message>
        <source>{path}: there is not enough memory to read it; close other programs</source>
        <translation>{path}: der Speicher reicht nicht, um sie zu lesen; schließen Sie andere Programme</translation>
    </message>
    <message>
        <source>{path}: this archive has neither {members}. Unpack it, and choose the file or folder with the labels.</source>
        <translation>{path}: In diesem Archiv fehlt {members}. Entpacken Sie es und wählen Sie die Datei oder den Ordner mit den Labels.</translation>
    </message>
    <message>
        <source>{path}: this cannot be read ({reason})</source>
        <translation>{path}: Das kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>{path}: this is a JSON list of {kind}, and a list of objects with an image and a label is needed. A list of names is read as text, one per line.</source>
        <translation>{path}: Das ist eine JSON-Liste von {kind}, gebraucht wird eine Liste von Objekten mit Bild und Label. Eine Liste von Namen wird als Text gelesen, ein Name pro Zeile.</translation>
    </message>
    <message>
        <source>{path}: this is a MATLAB file of an old kind. Save it again as HDF5: save(&apos;features.mat&apos;, ..., &apos;-v7.3&apos;)</source>
        <translation>{path}: Das ist eine MATLAB-Datei alter Art. Speichern Sie sie als HDF5: save(&apos;features.mat&apos;, ..., &apos;-v7.3&apos;)</translation>
    </message>
    <message>
        <source>{path}: this is a folder without features. A folder is read if it has img_emb/img_emb_0.npy and metadata/metadata_0.parquet, as clip-retrieval writes them; otherwise choose the file that holds the features</source>
        <translation>{path}: Das ist ein Ordner ohne Merkmale. Ein Ordner wird gelesen, wenn er img_emb/img_emb_0.npy und metadata/metadata_0.parquet hat, wie clip-retrieval sie schreibt; sonst wählen Sie die Datei, die die Merkmale enthält</translation>
    </message>
    <message>
        <source>{path}: this is a pickle, which can run any program when it is read, so it is refused. Load it where you trust it and save it again: numpy.savez(&apos;features.npz&apos;, features=X, filenames=names)</source>
        <translation>{path}: Das ist ein Pickle, das beim Lesen jedes Programm ausführen kann und deshalb abgelehnt wird. Laden Sie es dort, wo Sie ihm vertrauen, und speichern Sie es neu: numpy.savez(&apos;features.npz&apos;, features=X, filenames=names)</translation>
    </message>
    <message>
        <source>{path}: this is no description of tokens that can be read ({error}). Take the tokenizer.json that belongs to the network.</source>
        <translation>{path}: Das ist keine lesbare Beschreibung von Tokens ({error}). Nehmen Sie die tokenizer.json, die zum Netz gehört.</translation>
    </message>
    <message>
        <source>{path}: this is no evidence pack that the program wrote: it unpacks to {size:,} bytes</source>
        <translation>{path}: Das ist kein Nachweispaket, das das Programm geschrieben hat: Entpackt hat es {size:,} Bytes</translation>
    </message>
    <message>
        <source>{path}: this is no evidence pack, or it is damaged ({error})</source>
        <translation>{path}: Das ist kein Nachweispaket, oder es ist beschädigt ({error})</translation>
    </message>
    <message>
        <source>{path}: this is no evidence pack: it must hold {members}</source>
        <translation>{path}: Das ist kein Nachweispaket: Es muss {members} enthalten</translation>
    </message>
    <message>
        <source>{path}: this is no file of settings ({error}). Take the one that belongs to the networks.</source>
        <translation>{path}: Das ist keine Datei mit Einstellungen ({error}). Nehmen Sie die, die zu den Netzen gehört.</translation>
    </message>
    <message>
        <source>{path}: this is not CSV ({error})</source>
        <translation>{path}: Das ist kein CSV ({error})</translation>
    </message>
    <message>
        <source>{path}: this is not a CSV file ({error})</source>
        <translation>{path}: Das ist keine CSV-Datei ({error})</translation>
    </message>
    <message>
        <source>{path}: this is not a file of CVAT; its first element is {tag!r}</source>
        <translation>{path}: Das ist keine Datei von CVAT; ihr erstes Element ist {tag!r}</translation>
    </message>
    <message>
        <source>{path}: this is not a saved topic. {remedy}</source>
        <translation>{path}: Das ist kein gespeichertes Thema. {remedy}</translation>
    </message>
    <message>
        <source>{path}: this is not an HDF5 file, and no other feature file that can be read (NumPy, Parquet, CSV); choose the file that holds the features</source>
        <translation>{path}: Das ist keine HDF5-Datei und keine andere lesbare Merkmalsdatei (NumPy, Parquet, CSV); wählen Sie die Datei mit den Merkmalen</translation>
    </message>
    <message>
        <source>{path}: this is {kind}, not a file, and cannot be read. Choose a file.</source>
        <translation>{path}: Das ist {kind}, keine Datei, und kann nicht gelesen werden. Wählen Sie eine Datei.</translation>
    </message>
    <message>
        <source>{path}: this network cannot be run ({error}). It must be one ONNX file without operations of its own</source>
        <translation>{path}: Dieses Netz lässt sich nicht ausführen ({error}). Es muss eine einzelne ONNX-Datei ohne eigene Operationen sein</translation>
    </message>
    <message>
        <source>{path}: this network does not read texts. Is it the one for texts?</source>
        <translation>{path}: Dieses Netz liest keine Texte. Ist es das Netz für Texte?</translation>
    </message>
    <message>
        <source>{path}: words are {n:,} numbers, and the features {d:,}: the two networks of {encoder} do not belong together.</source>
        <translation>{path}: Wörter sind {n:,} Zahlen, die Merkmale {d:,}: Die beiden Netze von {encoder} gehören nicht zusammen.</translation>
    </message>
    <message>
        <source>{path}: {entry} is compressed with filter {code} ({called}), which neither HDF5 nor the package &apos;hdf5plugin&apos; knows; write the file without compression</source>
        <translation>{path}: {entry} ist mit Filter {code} ({called}) komprimiert, den weder HDF5 noch das Paket „hdf5plugin“ kennt; schreiben Sie die Datei ohne Kompression</translation>
    </message>
    <message>
        <source>{path}: {entry} is compressed with filter {code} ({called}). To read it, Annotator needs {missing_extra}. Or write the file without compression.</source>
        <translation>{path}: {entry} ist mit Filter {code} ({called}) komprimiert. Um sie zu lesen, braucht Annotator {missing_extra}. Oder schreiben Sie die Datei ohne Kompression.</translation>
    </message>
    <message>
        <source>{path}: {entry} is stored in other files, which is refused for safety; copy the data into one file</source>
        <translation>{path}: {entry} ist in anderen Dateien gespeichert, was aus Sicherheitsgründen abgelehnt wird; kopieren Sie die Daten in eine Datei</translation>
    </message>
    <message>
        <source>{path}: {features} holds many rows per image (local features with their first and last row in &apos;index&apos;), not one. Make one row per image first, e.g. a bag of visual words</source>
        <translation>{path}: {features} enthält viele Zeilen je Bild (lokale Merkmale mit erster und letzter Zeile in „index“), nicht eine. Machen Sie zuerst eine Zeile je Bild, z. B. ein Bag of Visual Words</translation>
    </message>
    <message>
        <source>{path}: {features} is empty; it must hold one row of numbers per image</source>
        <translation>{path}: {features} ist leer; nötig ist eine Zeile von Zahlen je Bild</translation>
    </message>
    <message>
        <source>{path}: {features} is square and written by MATLAB, so it is not certain whether an image is a row or a column. {remedy}</source>
        <translation>{path}: {features} ist quadratisch und von MATLAB geschrieben, also ist nicht sicher, ob ein Bild eine Zeile oder eine Spalte ist. {remedy}</translation>
    </message>
    <message>
        <source>{path}: {features} must have two dimensions, one row of numbers per image{pixels}</source>
        <translation>{path}: {features} muss zwei Dimensionen haben, eine Zeile von Zahlen je Bild{pixels}</translation>
    </message>
    <message>
        <source>{path}: {features} must hold real numbers: float16, float32 or float64, or int8 with an attribute &apos;scale&apos;</source>
        <translation>{path}: {features} muss reelle Zahlen enthalten: float16, float32 oder float64, oder int8 mit einem Attribut „scale“</translation>
    </message>
    <message>
        <source>{path}: {features} with &apos;coords&apos; are patches of one slide, as CLAM writes them, not images. Compute one row per slide first, e.g. the mean of its patches</source>
        <translation>{path}: {features} neben „coords“ sind Ausschnitte eines Präparats, wie CLAM sie schreibt, keine Bilder. Machen Sie zuerst eine Zeile je Präparat, z. B. das Mittel seiner Ausschnitte</translation>
    </message>
    <message>
        <source>{path}: {key} must be a list</source>
        <translation>{path}: {key} muss eine Liste sein</translation>
    </message>
    <message>
        <source>{path}: {missing}. The file holds: {entries}</source>
        <translation>{path}: {missing}. Die Datei enthält: {entries}</translation>
    </message>
    <message>
        <source>{path}: {n_arrays:,} arrays are too many for a feature file</source>
        <translation>{path}: {n_arrays:,} Arrays sind zu viele für eine Merkmalsdatei</translation>
    </message>
    <message>
        <source>{path}: {names} does not fit {features}: one per row is needed</source>
        <translation>{path}: {names} passt nicht zu {features}: Einer je Zeile wird gebraucht</translation>
    </message>
    <message>
        <source>{path}: {names} must hold text, the path of each image relative to the image folder</source>
        <translation>{path}: {names} muss Text enthalten, den Pfad jedes Bildes vom Bildordner aus</translation>
    </message>
    <message>
        <source>{path}: {names} must refer to texts, the path of each image</source>
        <translation>{path}: {names} muss auf Texte verweisen, den Pfad jedes Bildes</translation>
    </message>
    <message>
        <source>{path}: {names} takes more than {limit} GB; are these really names?</source>
        <translation>{path}: {names} braucht mehr als {limit} GB; sind das wirklich Namen?</translation>
    </message>
    <message>
        <source>{path}: {name} holds Python objects, which are refused for safety; save plain numbers and texts</source>
        <translation>{path}: {name} enthält Python-Objekte, die zur Sicherheit abgelehnt werden; speichern Sie einfache Zahlen und Texte</translation>
    </message>
    <message>
        <source>{path}: {name} is compressed and takes {gigabytes:.1f} GB. Save it with numpy.savez instead of savez_compressed, or as .npy</source>
        <translation>{path}: {name} ist komprimiert und braucht {gigabytes:.1f} GB. Speichern Sie es mit numpy.savez statt savez_compressed oder als .npy</translation>
    </message>
    <message>
        <source>{path}: {name} is cut short: {size:,} of {end:,} bytes; copy it again</source>
        <translation>{path}: {name} ist abgeschnitten: {size:,} von {end:,} Bytes; kopieren Sie es noch einmal</translation>
    </message>
    <message>
        <source>{path}: {name} is cut short; create it again or copy it again</source>
        <translation>{path}: {name} ist abgeschnitten; erzeugen oder kopieren Sie es noch einmal</translation>
    </message>
    <message>
        <source>{path}: {name} is damaged ({error}); create it again</source>
        <translation>{path}: {name} ist beschädigt ({error}); erzeugen Sie es noch einmal</translation>
    </message>
    <message>
        <source>{path}: {name} is damaged ({error}); create it again or copy it again</source>
        <translation>{path}: {name} ist beschädigt ({error}); erzeugen oder kopieren Sie es noch einmal</translation>
    </message>
    <message>
        <source>{path}: {name} is damaged: its head and its size do not agree</source>
        <translation>{path}: {name} ist beschädigt: Kopf und Größe stimmen nicht überein</translation>
    </message>
    <message>
        <source>{path}: {name} is damaged: its head gives the shape {shape}; create it again or copy it again</source>
        <translation>{path}: {name} ist beschädigt: Der Kopf nennt die Form {shape}; erzeugen oder kopieren Sie die Datei neu</translation>
    </message>
    <message>
        <source>{path}: {name} is empty; it must hold one row of numbers per image</source>
        <translation>{path}: {name} ist leer; nötig ist eine Zeile von Zahlen je Bild</translation>
    </message>
    <message>
        <source>{path}: {name} is missing in this archive</source>
        <translation>{path}: {name} fehlt in diesem Archiv</translation>
    </message>
    <message>
        <source>{path}: {name} must be one row of real numbers</source>
        <translation>{path}: {name} muss eine Zeile reeller Zahlen sein</translation>
    </message>
    <message>
        <source>{path}: {name} must have two dimensions, one row of numbers per image{pixels}</source>
        <translation>{path}: {name} muss zwei Dimensionen haben, eine Zeile von Zahlen je Bild{pixels}</translation>
    </message>
    <message>
        <source>{path}: {name} must hold real numbers: float16, float32 or float64</source>
        <translation>{path}: {name} muss reelle Zahlen enthalten: float16, float32 oder float64</translation>
    </message>
    <message>
        <source>{path}: {name} must hold {n:,} texts, one per row of features</source>
        <translation>{path}: {name} muss {n:,} Texte enthalten, einen je Zeile der Merkmale</translation>
    </message>
    <message>
        <source>{path}: {name} of {gigabytes:.1f} GB is too large</source>
        <translation>{path}: {name} mit {gigabytes:.1f} GB ist zu groß</translation>
    </message>
    <message>
        <source>{path}: {place} is not a row of {d} numbers like the first one</source>
        <translation>{path}: {place} ist keine Zeile von {d} Zahlen wie die erste</translation>
    </message>
    <message>
        <source>{path}: {problems}. The defaults are used instead.</source>
        <translation>{path}: {problems}. Stattdessen gelten die Voreinstellungen.</translation>
    </message>
    <message>
        <source>{path}: {problems}. The usual keys are used instead.</source>
        <translation>{path}: {problems}. Stattdessen gelten die üblichen Tasten.</translation>
    </message>
    <message>
        <source>{path}: {repeated:,} names occur more than once; every image needs one row</source>
        <translation>{path}: {repeated:,} Namen kommen mehrmals vor; jedes Bild braucht eine Zeile</translation>
    </message>
    <message>
        <source>{path}: {several}. The file holds: {found}. {remedy}</source>
        <translation>{path}: {several}. Die Datei enthält: {found}. {remedy}</translation>
    </message>
    <message>
        <source>{path}: {text!r} is not one number or three, like 0.485,0.456,0.406</source>
        <translation>{path}: {text!r} ist nicht eine Zahl oder drei, wie 0.485,0.456,0.406</translation>
    </message>
    <message>
        <source>{path}: {valid} says that no row holds features</source>
        <translation>{path}: {valid} sagt, dass keine Zeile Merkmale enthält</translation>
    </message>
    <message>
        <source>{path}: {width} × {height} pixels exceed the {value} megapixels that can be shown; show a smaller copy of the image</source>
        <translation>{path}: {width} × {height} Pixel überschreiten die {value} Megapixel, die gezeigt werden können; zeigen Sie eine kleinere Kopie des Bildes</translation>
    </message>
    <message>
        <source>{path}{where}: every line has to be one complete JSON object ({error})</source>
        <translation>{path}{where}: Jede Zeile muss ein vollständiges JSON-Objekt sein ({error})</translation>
    </message>
    <message>
        <source>{path}{where}: this is not JSON ({error})</source>
        <translation>{path}{where}: Das ist kein JSON ({error})</translation>
    </message>
    <message>
        <source>{pattern!r} is not a pattern of names: it needs {{}} once, as in im{{}}.jpg.</source>
        <translation>{pattern!r} ist kein Muster von Namen: Es braucht {{}} einmal, wie in im{{}}.jpg.</translation>
    </message>
    <message>
        <source>{percent} % probable</source>
        <translation>{percent} % wahrscheinlich</translation>
    </message>
    <message>
        <source>{person}: {label}</source>
        <translation>{person}: {label}</translation>
    </message>
    <message>
        <source>{policy!r} is not one of {policies}</source>
        <translation>{policy!r} ist keines von {policies}</translation>
    </message>
    <message>
        <source>{prefix}there is no parameter {name!r}; the parameters are: {exist}</source>
        <translation>{prefix}es gibt keinen Parameter {name!r}; die Parameter sind: {exist}</translation>
    </message>
    <message>
        <source>{problem} The images are still those for “{words}”.</source>
        <translation>{problem} Die Bilder sind noch die zu „{words}“.</translation>
    </message>
    <message>
        <source>{profile!r} cannot name a profile: use 1 to {longest} ordinary characters.</source>
        <translation>{profile!r} kann kein Profil benennen: Nehmen Sie 1 bis {longest} gewöhnliche Zeichen.</translation>
    </message>
    <message>
        <source>{project} cannot be read at present ({error}). Open it to learn more.</source>
        <translation>{project} kann zurzeit nicht gelesen werden ({error}). Öffnen Sie es, um mehr zu erfahren.</translation>
    </message>
    <message>
        <source>{project} cannot be restored ({reason}). Check its folder and the free space; the backup is unchanged.</source>
        <translation>{project} kann nicht zurückgeholt werden ({reason}). Prüfen Sie den Ordner und den freien Platz; die Sicherung ist unverändert.</translation>
    </message>
    <message>
        <source>{project} has no topic. Put a backup in its place.</source>
        <translation>{project} hat kein Thema. Setzen Sie eine Sicherung an seine Stelle.</translation>
    </message>
    <message>
        <source>{project} has {names} names (hard links), and what is judged under one of them can be lost under another. Remove all but one: if there is a file ending in -wal next to one of them, keep that one.</source>
        <translation>{project} hat {names} Namen (harte Links), und was unter dem einen beurteilt wird, kann unter einem anderen verloren gehen. Entfernen Sie alle bis auf einen: Liegt neben einem davon eine Datei, die auf -wal endet, behalten Sie diesen.</translation>
    </message>
    <message>
        <source>{project} is already open: {who}. Close it there, or open it read-only. (Lock: {file})</source>
        <translation>{project} ist schon geöffnet: {who}. Schließen Sie es dort, oder öffnen Sie es nur zum Lesen. (Sperre: {file})</translation>
    </message>
    <message>
        <source>{project} is mounted as a single file, and what is judged there can be lost, because it is stored next to the file first. Mount the folder of the project instead, or open it under its original name.</source>
        <translation>{project} ist als einzelne Datei eingehängt, und was dort beurteilt wird, kann verloren gehen, weil es zuerst neben der Datei gespeichert wird. Hängen Sie stattdessen den Ordner des Projekts ein, oder öffnen Sie es unter seinem ursprünglichen Namen.</translation>
    </message>
    <message>
        <source>{project} is not there any more.</source>
        <translation>{project} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>{project} is open on another computer, or was not closed there: {who}. Close it there. If it is not open there, delete {file} and open it again.</source>
        <translation>{project} ist auf einem anderen Rechner geöffnet oder wurde dort nicht geschlossen: {who}. Schließen Sie es dort. Ist es dort nicht geöffnet, löschen Sie {file} und öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{project} wants to read {refused}, outside of its own folder, and has not been opened here before. Allow it if you know where the project comes from.</source>
        <translation>{project} möchte {refused} lesen, außerhalb des eigenen Ordners, und wurde hier noch nicht geöffnet. Erlauben Sie es, wenn Sie wissen, woher das Projekt kommt.</translation>
    </message>
    <message>
        <source>{project} was opened by another process, from which this one was forked. Only that one may change it; pass the judgements to it.</source>
        <translation>{project} wurde von einem anderen Prozess geöffnet, von dem dieser abgespalten ist. Nur jener darf es ändern; übergeben Sie ihm die Beurteilungen.</translation>
    </message>
    <message>
        <source>{project}: not even the list of its tables can be read ({error}).</source>
        <translation>{project}: Nicht einmal die Liste der Tabellen lässt sich lesen ({error}).</translation>
    </message>
    <message>
        <source>{project}: there is no backup that can be restored. Backups: {exist}.</source>
        <translation>{project}: Es gibt keine Sicherung, die sich zurückholen lässt. Sicherungen: {exist}.</translation>
    </message>
    <message>
        <source>{project}: there is no backup {name}. Backups: {exist}.</source>
        <translation>{project}: Es gibt keine Sicherung {name}. Sicherungen: {exist}.</translation>
    </message>
    <message>
        <source>{project}: this folder cannot lock files ({reason}). Copy the project to a local disk and open it there.</source>
        <translation>{project}: dieser Ordner kann keine Dateien sperren ({reason}). Kopieren Sie das Projekt auf eine lokale Platte und öffnen Sie es dort.</translation>
    </message>
    <message>
        <source>{project}: {changed} while the project was open, so another program may be writing to it. Nothing more is stored here. Close the project, open it again and repeat the last step.</source>
        <translation>{project}: {changed}, während das Projekt geöffnet war; womöglich schreibt ein anderes Programm hinein. Hier wird nichts mehr gespeichert. Schließen Sie das Projekt, öffnen Sie es noch einmal und wiederholen Sie den letzten Schritt.</translation>
    </message>
    <message>
        <source>{purpose!r} is not a purpose of a format; the purposes are: {purposes}</source>
        <translation>{purpose!r} ist kein Zweck eines Formats; die Zwecke sind: {purposes}</translation>
    </message>
    <message>
        <source>{rank} before this round</source>
        <translation>{rank} vor dieser Runde</translation>
    </message>
    <message>
        <source>{rank} of {total} now</source>
        <translation>jetzt {rank} von {total}</translation>
    </message>
    <message>
        <source>{rate} per second</source>
        <translation>{rate} pro Sekunde</translation>
    </message>
    <message>
        <source>{reason} Choose a project file.</source>
        <translation>{reason} Wählen Sie eine Projektdatei.</translation>
    </message>
    <message>
        <source>{reason} If it is yours, {remedy}.</source>
        <translation>{reason} Wenn sie Ihnen gehört: {remedy}.</translation>
    </message>
    <message>
        <source>{reason} To go on, {remedy}.</source>
        <translation>{reason} So geht es weiter: {remedy}.</translation>
    </message>
    <message>
        <source>{reason}; rename the file</source>
        <translation>{reason}; benennen Sie die Datei um</translation>
    </message>
    <message>
        <source>{reason}; rename the folder</source>
        <translation>{reason}; benennen Sie den Ordner um</translation>
    </message>
    <message>
        <source>{relevant} relevant and {irrelevant} irrelevant images are too few to find mistakes: {least} judgements are needed, at least {each} of each kind. Judge more images first.</source>
        <translation>{relevant} relevante und {irrelevant} irrelevante Bilder reichen nicht, um Fehler zu finden: Es braucht {least} Beurteilungen, mindestens {each} von jeder Art. Beurteilen Sie zuerst mehr Bilder.</translation>
    </message>
    <message>
        <source>{relevant} relevant of {judged} judged, {images} images</source>
        <translation>{relevant} von {judged} beurteilten relevant, {images} Bilder</translation>
    </message>
    <message>
        <source>{relevant} relevant · {irrelevant} irrelevant · {unsure} unsure · {unlabelled} unlabelled</source>
        <translation>{relevant} relevant · {irrelevant} irrelevant · {unsure} unsicher · {unlabelled} unbeurteilt</translation>
    </message>
    <message>
        <source>{relevant} relevant, {irrelevant} irrelevant, {unsure} unsure, round {round}</source>
        <translation>{relevant} relevant, {irrelevant} irrelevant, {unsure} unsicher, Runde {round}</translation>
    </message>
    <message>
        <source>{right} of {all}</source>
        <translation>{right} von {all}</translation>
    </message>
    <message>
        <source>{root} holds none of the images of this project, e.g. not {example}. Choose the folder that was the image folder before.</source>
        <translation>{root} enthält keines der Bilder dieses Projekts, z. B. nicht {example}. Wählen Sie den Ordner, der vorher der Bildordner war.</translation>
    </message>
    <message>
        <source>{root}: no image was found among {others:,} other files; images end in {suffixes}</source>
        <translation>{root}: unter {others:,} anderen Dateien wurde kein Bild gefunden; Bilder enden auf {suffixes}</translation>
    </message>
    <message>
        <source>{root}: the folder cannot be read ({reason})</source>
        <translation>{root}: der Ordner kann nicht gelesen werden ({reason})</translation>
    </message>
    <message>
        <source>{root}: there is no such folder; was it moved, or is its drive not connected?</source>
        <translation>{root}: diesen Ordner gibt es nicht; wurde er verschoben, oder ist sein Laufwerk nicht verbunden?</translation>
    </message>
    <message>
        <source>{root}: this is not a folder; choose the folder that holds the images</source>
        <translation>{root}: das ist kein Ordner; wählen Sie den Ordner mit den Bildern</translation>
    </message>
    <message>
        <source>{rows} images have features now.</source>
        <translation>{rows} Bilder haben jetzt Merkmale.</translation>
    </message>
    <message>
        <source>{rows} rows of {d} numbers of type {dtype}</source>
        <translation>{rows} Zeilen von {d} Zahlen vom Typ {dtype}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{shape}, the ones the project was created with</source>
        <translation>{shape}, dieselben, mit denen das Projekt angelegt wurde</translation>
    </message>
    <message>
        <source>{shard}: metadata/metadata_{wanted}.parquet is missing, which names its rows</source>
        <translation>{shard}: metadata/metadata_{wanted}.parquet fehlt, das die Zeilen benennt</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <source>{share} % of what it asks for is done.</source>
        <translation>{share} % von dem, was das Verfahren verlangt, sind getan.</translation>
    </message>
    <message>
        <source>{shown} and {more:,} more</source>
        <translation>{shown} und {more:,} weitere</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <source>{source!r} cannot be read from images; what can is: {sources}</source>
        <translation>{source!r} kann nicht aus Bildern gelesen werden; was geht, ist: {sources}</translation>
    </message>
    <message>
        <source>{step}   (taken back)</source>
        <translation>{step}   (zurückgenommen)</translation>
    </message>
    <message>
        <source>{suffix!r} is not the ending of a file name, such as &apos;.txt&apos;, or &apos;&apos; for a folder</source>
        <translation>{suffix!r} ist keine Endung eines Dateinamens wie &apos;.txt&apos;, oder &apos;&apos; für einen Ordner</translation>
    </message>
    <message>
        <source>{target} belongs to another user. Choose another name.</source>
        <translation>{target} gehört einem anderen Benutzer. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} cannot be read ({reason}). Choose another folder.</source>
        <translation>{target} kann nicht gelesen werden ({reason}). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{target} cannot be written ({error}); make room and try again</source>
        <translation>{target} kann nicht geschrieben werden ({error}); schaffen Sie Platz und versuchen Sie es noch einmal</translation>
    </message>
    <message>
        <source>{target} cannot be written ({reason}). Choose another place.</source>
        <translation>{target} kann nicht geschrieben werden ({reason}). Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{target} cannot be written: nobody reads from this pipe. Start the program that reads from it first.</source>
        <translation>{target} kann nicht geschrieben werden: Niemand liest aus dieser Pipe. Starten Sie zuerst das Programm, das daraus liest.</translation>
    </message>
    <message>
        <source>{target} cannot be written: the file is write-protected. Choose another name, or allow it to be written.</source>
        <translation>{target} kann nicht geschrieben werden: Die Datei ist schreibgeschützt. Wählen Sie einen anderen Namen, oder erlauben Sie das Schreiben.</translation>
    </message>
    <message>
        <source>{target} cannot be written: {reason}. Choose another name.</source>
        <translation>{target} kann nicht geschrieben werden: {reason}. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} cannot be written: {reason}. Choose another place or make room; an older file of this name is unchanged.</source>
        <translation>{target} kann nicht geschrieben werden: {reason}. Wählen Sie einen anderen Ort oder schaffen Sie Platz; eine ältere Datei dieses Namens ist unverändert.</translation>
    </message>
    <message>
        <source>{target} exists and is not a folder. Choose another name.</source>
        <translation>{target} gibt es, und es ist kein Ordner. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} exists, and the program did not write it, or it was changed since. Choose another name, or allow it to be replaced.</source>
        <translation>{target} gibt es, und das Programm hat die Datei nicht geschrieben, oder sie wurde seither geändert. Wählen Sie einen anderen Namen, oder erlauben Sie, dass sie ersetzt wird.</translation>
    </message>
    <message>
        <source>{target} holds files that no export wrote ({files}). Choose a new or an empty folder.</source>
        <translation>{target} enthält Dateien, die kein Export geschrieben hat ({files}). Wählen Sie einen neuen oder leeren Ordner.</translation>
    </message>
    <message>
        <source>{target} holds files that were changed after the export ({files}). Choose another folder, or allow it to be replaced.</source>
        <translation>{target} enthält Dateien, die nach dem Export geändert wurden ({files}). Wählen Sie einen anderen Ordner, oder erlauben Sie, dass er ersetzt wird.</translation>
    </message>
    <message>
        <source>{target} holds the images of the collection. Choose another name.</source>
        <translation>{target} enthält die Bilder der Sammlung. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} is a file that is read here. Choose another name.</source>
        <translation>{target} ist eine Datei, die hier gelesen wird. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} is a folder. Choose a file name.</source>
        <translation>{target} ist ein Ordner. Wählen Sie einen Dateinamen.</translation>
    </message>
    <message>
        <source>{target} is a pipe or a device; {name} has to lie next to it. Choose a file name.</source>
        <translation>{target} ist eine Pipe oder ein Gerät; {name} muss daneben liegen. Wählen Sie einen Dateinamen.</translation>
    </message>
    <message>
        <source>{target} is a project or belongs to one ({project}). Choose another name.</source>
        <translation>{target} ist ein Projekt oder gehört zu einem ({project}). Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} is an image of the collection. Choose another name.</source>
        <translation>{target} ist ein Bild der Sammlung. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} is in use by this project. Choose another name.</source>
        <translation>{target} wird von diesem Projekt verwendet. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} is inside the image folder or contains it. Choose a folder elsewhere.</source>
        <translation>{target} liegt im Bilderordner oder enthält ihn. Wählen Sie einen Ordner anderswo.</translation>
    </message>
    <message>
        <source>{target} is inside {folder}, which is only read. Choose a place outside of it.</source>
        <translation>{target} liegt in {folder}, und dort wird nur gelesen. Wählen Sie einen Ort außerhalb.</translation>
    </message>
    <message>
        <source>{target} is not an ordinary file. Choose another name.</source>
        <translation>{target} ist keine gewöhnliche Datei. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{target} was not written: {error}.</source>
        <translation>{target} wurde nicht geschrieben: {error}.</translation>
    </message>
    <message>
        <source>{target} was not written: {text!r} cannot be written as UTF-8. Rename that image. An older file of this name is unchanged.</source>
        <translation>{target} wurde nicht geschrieben: {text!r} kann nicht als UTF-8 geschrieben werden. Benennen Sie dieses Bild um. Eine ältere Datei dieses Namens ist unverändert.</translation>
    </message>
    <message>
        <source>{target}: no image has usable features in all sets; are they of the same images?</source>
        <translation>{target}: Kein Bild hat in allen Sätzen brauchbare Merkmale; sind sie von denselben Bildern?</translation>
    </message>
    <message>
        <source>{target}: this file exists. Choose another name, or open it as a project.</source>
        <translation>{target}: Diese Datei gibt es schon. Wählen Sie einen anderen Namen oder öffnen Sie sie als Projekt.</translation>
    </message>
    <message>
        <source>{text!r} is too long: the network reads {most} tokens at most, about as many words. Say it shorter.</source>
        <translation>{text!r} ist zu lang: Das Netz liest höchstens {most} Tokens, etwa so viele Wörter. Sagen Sie es kürzer.</translation>
    </message>
    <message>
        <source>{text}
You can go on judging; the last ranking stays.</source>
        <translation>{text}
Sie können weiter urteilen; die letzte Rangliste bleibt.</translation>
    </message>
    <message>
        <source>{text} Write them without {folder!r}.</source>
        <translation>{text} Schreiben Sie sie ohne {folder!r}.</translation>
    </message>
    <message>
        <source>{text} cannot be part of a condition: numbers, columns, + - * / % **, comparisons, and, or, not, {functions} can.</source>
        <translation>{text} kann nicht Teil einer Bedingung sein: Zahlen, Spalten, + - * / % **, Vergleiche, and, or, not, {functions} gehen.</translation>
    </message>
    <message>
        <source>{text} divides by zero.</source>
        <translation>{text} teilt durch null.</translation>
    </message>
    <message>
        <source>{text} is a number, not a condition. Compare it, e.g. score &gt; 0.5</source>
        <translation>{text} ist eine Zahl und keine Bedingung. Vergleichen Sie sie, z. B. score &gt; 0.5</translation>
    </message>
    <message>
        <source>{text} is no date. Write one such as &apos;2024&apos;, &apos;2024-05&apos; or &apos;2024-05-31 14:30&apos;</source>
        <translation>{text} ist kein Datum. Schreiben Sie eines wie &apos;2024&apos;, &apos;2024-05&apos; oder &apos;2024-05-31 14:30&apos;</translation>
    </message>
    <message>
        <source>{text} is not a condition. Write one such as: score &gt; 0.5 and not relevant</source>
        <translation>{text} ist keine Bedingung. Schreiben Sie eine wie: score &gt; 0.5 and not relevant</translation>
    </message>
    <message>
        <source>{text} is the same for every image. Use a column in it.</source>
        <translation>{text} ist für jedes Bild gleich. Verwenden Sie darin eine Spalte.</translation>
    </message>
    <message>
        <source>{time}   {step}</source>
        <translation>{time}   {step}</translation>
    </message>
    <message>
        <source>{time}: {images}</source>
        <translation>{time}: {images}</translation>
    </message>
    <message>
        <source>{title} (read only)</source>
        <translation>{title} (nur lesend)</translation>
    </message>
    <message>
        <source>{topic!r} cannot name a topic: use 1 to {longest} ordinary characters on one line.</source>
        <translation>{topic!r} kann kein Thema benennen: verwenden Sie 1 bis {longest} gewöhnliche Zeichen in einer Zeile.</translation>
    </message>
    <message numerus="yes">
        <source>{topic} (%n topic(s))</source>
        <translation>
            <numerusform>{topic} (%n Thema)</numerusform>
            <numerusform>{topic} (%n Themen)</numerusform>
        </translation>
    </message>
    <message>
        <source>{topic} - progress</source>
        <translation>{topic} - Fortschritt</translation>
    </message>
    <message>
        <source>{topic}: {judge} judged {judged} images, {new} of them since they were last added.</source>
        <translation>{topic}: {judge} hat {judged} Bilder beurteilt, {new} davon seit dem letzten Hinzufügen.</translation>
    </message>
    <message>
        <source>{topic}: {judge} judged {judged} images. {adopted} took over the label, {disputed} are disputed.</source>
        <translation>{topic}: {judge} hat {judged} Bilder beurteilt. {adopted} haben die Beurteilung übernommen, {disputed} sind strittig.</translation>
    </message>
    <message>
        <source>{total} judgements</source>
        <translation>{total} Beurteilungen</translation>
    </message>
    <message>
        <source>{undecided} audited images are neither relevant nor irrelevant: the upper ends count them as relevant, the lower end as irrelevant.</source>
        <translation>{undecided} Bilder der Stichproben sind weder relevant noch irrelevant: Die oberen Grenzen zählen sie als relevant, die untere als irrelevant.</translation>
    </message>
    <message>
        <source>{unfeatured} images have no features: neither audits nor the bound cover them.</source>
        <translation>{unfeatured} Bilder haben keine Merkmale: Weder Stichproben noch die Schranke berücksichtigen sie.</translation>
    </message>
    <message>
        <source>{unread} not read yet. {remedy}</source>
        <translation>{unread} noch nicht gelesen. {remedy}</translation>
    </message>
    <message>
        <source>{value} in a row; it stops at {limit}.</source>
        <translation>{value} hintereinander; die Regel hört bei {limit} auf.</translation>
    </message>
    <message>
        <source>{value} in use</source>
        <translation>{value} in Gebrauch</translation>
    </message>
    <message>
        <source>{value} of {steps} images seem relevant, the others teach the model.</source>
        <translation>{value} von {steps} Bildern scheinen relevant, die anderen lehren das Modell.</translation>
    </message>
    <message>
        <source>{visual} or {textual}</source>
        <translation>{visual} oder {textual}</translation>
    </message>
    <message>
        <source>{wanted!r} is in the archive. Restore it to work on it.</source>
        <translation>{wanted!r} ist im Archiv. Holen Sie es zurück, um daran zu arbeiten.</translation>
    </message>
    <message>
        <source>{width} x {height} pixels are more than the limit of {limit:g} megapixels; make a smaller copy of the image</source>
        <translation>{width} x {height} Pixel sind mehr als die Grenze von {limit:g} Megapixeln; machen Sie eine kleinere Kopie des Bildes</translation>
    </message>
    <message>
        <source>{word!r} cannot name a grade: use 1 to {longest} ordinary characters on one line.</source>
        <translation>{word!r} kann keine Stufe benennen: Verwenden Sie 1 bis {longest} gewöhnliche Zeichen in einer Zeile.</translation>
    </message>
    <message>
        <source>{wrong:,} labels of {count:,} differ from the record of the judgements.</source>
        <translation>{wrong:,} von {count:,} Labels weichen von der Aufzeichnung der Beurteilungen ab.</translation>
    </message>
    <message>
        <source>“keys” is not a table</source>
        <translation>„keys“ ist keine Tabelle</translation>
    </message>
    <message>
        <source>“{key}” is not a key; write one as in “Ctrl+K”, “F5” or “P”</source>
        <translation>„{key}“ ist keine Taste; schreiben Sie eine wie „Ctrl+K“, „F5“ oder „P“</translation>
    </message>
    <message>
        <source>“{name}” is in the archive, with all its judgements.</source>
        <translation>„{name}“ ist im Archiv, mit allen Beurteilungen.</translation>
    </message>
    <message>
        <source>“{name}” means nothing here</source>
        <translation>„{name}“ bedeutet hier nichts</translation>
    </message>
    <message numerus="yes">
        <source>“{topic}” begins with %n judgement(s) from elsewhere. Check the first images: do they fit?</source>
        <translation>
            <numerusform>„{topic}“ beginnt mit %n Beurteilung von anderswo. Prüfen Sie die ersten Bilder: Passen sie?</numerusform>
            <numerusform>„{topic}“ beginnt mit %n Beurteilungen von anderswo. Prüfen Sie die ersten Bilder: Passen sie?</numerusform>
        </translation>
    </message>
    <message>
        <source>… and {shown} more</source>
        <translation>… und {shown} weitere</translation>
    </message>
    <message>
        <source>■ would stop</source>
        <translation>■ würde aufhören</translation>
    </message>
    <message>
        <source>▸ would go on</source>
        <translation>▸ würde weitermachen</translation>
    </message>
    <message>
        <source>○ Tab or a click goes here</source>
        <translation>○ Tab oder ein Klick wechselt hierher</translation>
    </message>
    <message>
        <source>● The keys judge this image</source>
        <translation>● Die Tasten beurteilen dieses Bild</translation>
    </message>
    <message>
        <source>⚠ {gone} of {all} images are gone. Is the right folder or drive connected?</source>
        <translation>⚠ {gone} von {all} Bildern sind verschwunden. Ist der richtige Ordner oder das Laufwerk verbunden?</translation>
    </message>
</context>
</TS>
