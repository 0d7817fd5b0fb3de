<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> (shown reduced)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of {rounds}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {spare} of {n_features} features have no image and are ignored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) of the samples are neither relevant nor irrelevant; both ends allow for that.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) selected</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judgement(s) since the latest of them.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plugin(s) could not be loaded.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Feature file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Image folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Project file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;What are you looking for?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, filtered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, was {old}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {count} newer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 image kept as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 image to {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Estimate:&lt;/b&gt; the collection has likely {low} to {high} relevant images. It rests on random samples, and is no guarantee.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Find the {goal}:&lt;/b&gt; {relevant} are marked already. Judge these {size} images: press &lt;b&gt;P&lt;/b&gt; for relevant, &lt;b&gt;X&lt;/b&gt; for irrelevant, &lt;b&gt;U&lt;/b&gt; if you cannot tell. The arrows move.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Guaranteed:&lt;/b&gt; at least {share} % are found, for there are at most {bound}. This fails in 5 of 100 searches at most, if the random samples were judged without mistakes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Look right:&lt;/b&gt; the whole collection is ranked now, the likeliest {goal} first. The batch on the left is what the model wants to know next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Space&lt;/b&gt; shows an image large, and you can judge it there. &lt;b&gt;F6&lt;/b&gt; moves between batch and ranking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;{left} left.&lt;/b&gt; &lt;b&gt;A&lt;/b&gt; judges all the rest irrelevant, &lt;b&gt;Ctrl+Z&lt;/b&gt; takes the last judgement back. Every key press is stored at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;{relevant} found.&lt;/b&gt; You may judge in the ranking, too: select images there and press a key. &lt;b&gt;?&lt;/b&gt; lists all keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;{relevant} {goal} found.&lt;/b&gt; Go on as long as batches bring new ones. &lt;b&gt;Ctrl+E&lt;/b&gt; writes labels or the ranked list to a file. Then try your own images: &lt;b&gt;Ctrl+N&lt;/b&gt;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A first look: images that together stand for the whole collection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of images and a feature file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A judgement takes {median} (lately {lately}); the next {ahead} take about {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A project file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A random sample that looks where relevant images are likely; it tells how many are left to find.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A strategy or parameters that you chose yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Annotator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a topic…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a judgement, go on to the next unlabelled image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All remaining irrelevant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed: {domain}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An earlier batch. You may change its labels; Alt+End returns to the newest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image is relevant to at most one of the topics ticked here; others are conflicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers that teach the model most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive the topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archived: {name}; the panel Topics restores it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask only about images for which this holds, e.g. year == 2024 and sharpness &gt; 80.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask what is least known together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask what tells most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask where it is undecided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks what teaches the model most, so that few judgements sort the whole collection; the best choice to begin with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assumes that a second look with another strategy and at excluded images follows, as that procedure asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assumes that images were drawn at random since some past moment; a search that works draws relevant ones first, which makes it cautious, and the many moments tested make it bold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assumes that the control images were drawn at random and that the search did not know their labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assumes that the images judged last were the ones most likely to be relevant; batches that explore or learn break it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assumes that the most relevant come first and that the yield drops once and for good; made for large reviews.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto advance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the default: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch to judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batches chosen so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring the topic back, with everything that was judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse for {lower}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chance from 0 to 1 that an image is a candidate, e.g. 0.2 + 0.8 * (month == 5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the name of the topic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the predicted grades most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes are counted to this power: above 1, large ones more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check at random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check by chance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check my labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check what was missed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose how the next images are picked, how many, and how the model learns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the feature file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder that holds the images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the next batch when the last image is judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the next images to judge; what is unlabelled stays so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose where the project is stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choosing the first batch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter and show all images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to change what the next images are chosen for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the project; everything is stored already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns: rank (from 1), score (higher is more relevant), std (how uncertain the score is), probability, and relevant, irrelevant, unsure, unlabelled, and the metadata of the images, such as folder == &apos;2019*&apos; or file_size &gt; 1e6. Combine with and, or, not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare images by their features only, until the project is opened again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Condition on the scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Condition, e.g.  {example}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conflicts of exclusive topics ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubt judgements that the others contradict, in the ranking only: soft and hard move them, weights trusts them less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Draw %n image(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Draw a random sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a random sample…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing a random sample…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edge of the thumbnails in the ranking, in pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter shows an image; the judgement keys judge it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every image is chosen to teach the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every image is one that seems relevant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every image with its label, score and rank, for spreadsheets and scripts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examine so many images, the least known ones (corr, logdet); auto is 10,000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examine so many images, the least known ones; auto is 10,000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exclusive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explore the collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend the selection; a key then judges all of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feature files (*.h5 *.hdf5 *.hdf *.he5);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features that are all zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features that are not numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Features without an image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by a condition, e.g. {example}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find and learn at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find as many as possible, fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find every image of a collection that shows what you have in mind, with few judgements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find every kind of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the feature file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the image folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds become rare (knee)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First and last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For most searches; the slider moves between the two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the next batch on: {goal}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get a good ranking soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on to the next batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on to the next unlabelled image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go one page up or down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the first or last image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the neighbouring image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the topic after this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the topic before this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goal: {goal}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goal…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Got it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graph weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HDF5 with a row of numbers for each image, and the image names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handwritten digits, ready at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History of judgements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far a judgement is carried from neighbour to neighbour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far a judgement reaches, in units of feature distance; auto takes the median distance between images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How likeness falls off with feature distance; cosine and arc-cosine compare directions only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long a judgement takes is known after a few of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How rare is what you look for? 0 common, -0.5 usual, -1 very rare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images are compared by their features only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images are compared by their features only: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images drawn by nothing but chance: slow to find anything, but it holds for all images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images examined closely, the most promising ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images in it and in its folders. Nothing in there is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images judged {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images of the collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images on which the model is likely wrong, judging by where your judgements contradict each other; the list of suspected mistakes opens beside them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images per &amp;batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images per batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images per batch in new projects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images relevant to both topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images relevant to two topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that could be relevant or not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that could go either way, each different, when relevant and irrelevant ones look much alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that seem relevant but differ from each other, when what you look for has many faces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that seem relevant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that stand for many others, for the first batches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that stand for parts of the collection nothing was judged in, whether they seem relevant or not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images the model knows least about; labels do not matter, only where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images to draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images to list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images whose grade is expected to change the predictions most, over the whole collection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images whose true grades are the least certain together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images without features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In effect at present: {changed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Irrelevant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Irrelevant images in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It counts from the next batch on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not clear which row is meant, so none of them is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge again what was taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge every unlabelled image of the batch irrelevant, as one step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge random images, which tell how many relevant ones are still hidden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge the selected images irrelevant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge the selected images relevant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judged images of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judgement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judgements as TREC qrels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys judge for this topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys judge the selected image for the topic on screen, {topic}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels with their history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels, settings and every judgement ever made, in one document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the window, after the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger thumbnails, or zoom into the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn grades fastest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn or find: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn the boundary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the large image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the program; everything is stored already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the image fill the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the judgements choose length scale, graph share, reach, prior mean and noise near the values given here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load strategies that other people wrote; switch on only what you trust.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the batch after this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the batch before this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for something else in the same collection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at all judgements…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for “{topic}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MIT licence. The program never uses the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the most of few judgements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximise what the graded answers to the whole batch tell about it (mutual information).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory for cached kernel columns in megabytes; beyond it they are recomputed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory mb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mistakes cannot be told from {relevant} relevant and {irrelevant} irrelevant images: {least} judgements are needed, at least {each} of either kind. Judge more images first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most uncertain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move on after every judgement.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the keyboard from the batch to the ranking and on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the keyboard to the other images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the first topic. You can add more later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names in a feature file must stay inside the image folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names that occur twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No example at hand?
Then the first batch shows a bit of everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image is relevant to more than one of the topics that are ticked as exclusive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image is relevant to several topics.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No judgement looks like a mistake.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise variance of a judgement: larger values trust single judgements less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not ranked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not used of what was dropped:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is known about images that were never shown. A random sample tells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to change: the label is the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of images taken within two seconds by one camera that look alike, show one per batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On start, open the project that was open last, as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once the program knows which images are neighbours, judgements carry further. You can go on judging.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only 1 image: the others are of the same bursts as these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {k} images are left to judge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {n} images: the others are of the same bursts as these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a project file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open read-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the handwritten digits that come along.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of the topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters of the strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick examples of “{topic}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick examples…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prior variance of the relevance function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems with images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of making the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of opening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of reading metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Project file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Projects (*{project_suffix})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Projects (*{project_suffix});;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pseudo labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the topic away with everything that was judged; it can be restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the topic away with everything that was judged; the panel Topics restores it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random images in whose predictions changes are counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank the collection with every judgement made so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranking as a TREC run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranking as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Ranking by {source} (%n judgement(s))</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Ranking of the collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ranking of the unjudged images as a TREC run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read metadata from the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relevant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relevant and irrelevant images for trec_eval, ir_measures and the like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relevant images in the latest batches: {recent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relevant share of every batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Relevant to several topics ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the topic…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restored: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return to the newest batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Robust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round {round}{earlier}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows with NaN or infinity; these images are never proposed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SAFE procedure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample and plugins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples that hold for the whole collection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the plots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the plots…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say that a suspected mistake is none; the image is not suspected again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say that you cannot tell; the image is not asked again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what you want from the next images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores on images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search name, words or author</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search strategies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all images of the pane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the coach away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the collection that has a label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the neighbour graph in what counts as alike: 0 compares features only, 1 follows neighbours only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the shown images that you expect to grade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Shared (%n conflict(s))</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Shared images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show images by label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show one image pixel per screen pixel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide all topics, and the images they share.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide how far the search is: the learning curve, what may be hidden, whether to stop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide judgements that the others contradict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the list of all judgements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the ranking beside the batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the defaults of the strategy and the model, and take every filter off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the field for a condition on the scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the image large; again to return.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the program images of what you are looking for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole image, or thumbnails of the usual size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show which images and features belong together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show which strategy and parameters the goal sets, and where they were published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller thumbnails, or zoom out of the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread every batch evenly over the values of this column, e.g. camera.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a project from a folder of images and a feature file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start judging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start without an example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistical test (CMH)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop choosing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop choosing the next batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop looking for neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the model; nothing that was judged is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped choosing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. Reading goes on from here the next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategy and model for “{topic}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategy and model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strategy: {settings}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stratum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspected mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspected mistakes: look at each again and judge it, or keep it as it is. Nothing is changed by itself. The number is how likely the model finds the label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch between batch and ranking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the last judgement, also of earlier rounds and days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take for granted what the model is nearly certain of, in the ranking only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the label off the selected images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The filter matches {count} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first {count} are listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The images that the program asks about say nothing about those it never showed. A random sample does: judge all of its images with care, and &lt;i&gt;Progress&lt;/i&gt; estimates how many relevant images are still hidden. Several small samples are as good as a large one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The letters {letters} act while images have the keyboard focus, never while you type into a text field. A key that is held down acts once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model expects about {left} more. That is its opinion; nothing vouches for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model expects {other} (it gives {label} {chance}), and {neighbours}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model expects {other} (it gives {label} {chance}), but only {neighbours}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model failed: {name}: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model looks at your answers and chooses the next images. You could go on judging meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model now knows which images are neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program ended while it opened {project}. It was not opened again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ranked images, best first, with their scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ranking without the judged images, which would flatter any measure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole ranking for trec_eval, ir_measures and the like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no ranking yet: judge an image relevant and choose a batch first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing left to judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is only one topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is only one topic; add another one before you archive it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are ignored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They can be looked at and judged, but are never proposed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They say nothing; check how they were computed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Think one answer ahead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinks ahead to find the most within some hundred judgements; for rare things and little time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a defect of Annotator. Every judgement you made is stored. You can go on working; if the window behaves oddly, start it again. Please send the report below to the developers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three of four images seem relevant, the fourth keeps the model learning; for collecting once the ranking is good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thumbnail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust the rarer kind of judgement more: 0 trusts all alike, 1 gives both kinds the same weight as a whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a part of a file name to filter the ranking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uniformly random images: the control every other strategy is measured against.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update the ranking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use as example</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the simple strategy ({simple_strategy})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the whole screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {count} images as examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version, licence and where files are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want from the next images?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What else are you looking for?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is looked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What may be hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the next images are chosen for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the ranking would be after either answer; slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was matched…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was not matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you are looking for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the last image of a batch is judged, choose the next batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the latest judgement was made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When, where and with what they were taken, their size, how sharp and bright they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where is {name} now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which images show what you are looking for? One is enough; Ctrl+click or Shift+arrows select several. {count} images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would you stop?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write labels or the ranked list to a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write rank and score on the thumbnails of the ranking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You know an image that shows it?
Then similar images come first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may also drop files here: a project, or a folder of images and its feature file, one of them or both together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your judgements are stored here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number from {low:g} to {high:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of at least {low:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of at most {high:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a project has one feature file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a project has one folder of images; its subfolders are searched too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a project is opened as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from {low:g} to {high:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number of at least {low:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number of at most {high:g}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arc-cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {step} name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choosing the next batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>corr</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>de</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disagrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>e.g. red kites in flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>en</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exponential</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>external</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>external example {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>external example {name} removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finding neighbours {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image {row} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>irrelevant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is neither a project, nor a folder, nor a feature file (.h5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>judgements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>logdet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>matern</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neighbours disagree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no features, never proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no image selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found: choose it to find it, or to take it off this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on screen now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one of {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one project is open at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plain looks at each image alone; corr and logdet keep the images of a batch apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rank {rank}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rank {rank} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ranking the collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rather disagrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rbf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relevant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relevant images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relevant images found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>round</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>soft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>strongly disagrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the image on screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model of round {round}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} images are relevant to {one} and {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} images are relevant to {topic}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{domain} or auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{drawn} images were drawn at random so far. There is an estimate once {least} were drawn and {seen} of them are relevant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{features}: there is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{found} relevant images found with {judged} judgements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{found} relevant images were found with {judged} judgements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{goal}, {count} per batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images}: there is no such folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{judged} of {size} judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{label}, {left} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{matched} of {n_images} images have features and can be proposed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n_images} images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} (archived)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} chosen by the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: what was matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{neighbours}, although the model finds {label} likely ({chance}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} images kept as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} images to {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{opposed} of the {near} nearest judged images are {other}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}, judged {label}. The model {opinion}. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}, {entry}, round {round}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: cannot be decoded ({error!r})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: cannot be read ({error}); check that the file is still there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: cannot be read ({strerror}); check that the file is still there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the file is empty (0 bytes); copy it again from its source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the file is truncated; copy it again from its source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: {width} × {height} pixels exceed the {value} megapixels that can be shown; show a smaller copy of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} % probable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{project} is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{relevant} relevant of {judged} judged, {images} images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{relevant} relevant · {irrelevant} irrelevant · {unsure} unsure · {unlabelled} unlabelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{relevant} relevant, {irrelevant} irrelevant, {unsure} unsure, round {round}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{summary}
Folder: {parent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target}: the picture cannot be written. Choose a folder you may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target}: this file exists. Choose another name, or open it as a project.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text}
You can go on judging; the last ranking stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text}, key {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} (read only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{topic} (%n topic(s))</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{value} in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} of {steps} images seem relevant, the others teach the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is in the archive, with everything that was judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… and {shown} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>■ would stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▸ would go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
