<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
    <context>
        <name>Catalogue</name>
        <message numerus="yes">
            <source>%n other file(s)</source>
            <translation>
                <numerusform>%n other file</numerusform>
                <numerusform>%n other files</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n part(s)</source>
            <translation>
                <numerusform>%n part</numerusform>
                <numerusform>%n parts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n model(s), the most fetched first.</source>
            <translation>
                <numerusform>%n model.</numerusform>
                <numerusform>%n models, the most fetched first.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Chat</name>
        <message numerus="yes">
            <source>%n characters written so far are kept.</source>
            <translation>
                <numerusform>The %n character written so far is kept.</numerusform>
                <numerusform>The %n characters written so far are kept.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n words written so far are kept.</source>
            <translation>
                <numerusform>The %n word written so far is kept.</numerusform>
                <numerusform>The %n words written so far are kept.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The %n oldest messages no longer fit and were not read.</source>
            <translation>
                <numerusform>The oldest message no longer fits and was not read.</numerusform>
                <numerusform>The %n oldest messages no longer fit and were not read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n earlier messages are no longer read. Pin a message to keep it.</source>
            <translation>
                <numerusform>%n earlier message is no longer read. Pin it to keep it.</numerusform>
                <numerusform>%n earlier messages are no longer read. Pin a message to keep it.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>%n left out</numerusform>
                <numerusform>%n left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n earlier messages no longer read</source>
            <translation>
                <numerusform>%n earlier message no longer read</numerusform>
                <numerusform>%n earlier messages no longer read</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CommandLine</name>
        <message numerus="yes">
            <source>%n segments are marked: look at them.</source>
            <translation>
                <numerusform>%n segment is marked: look at it.</numerusform>
                <numerusform>%n segments are marked: look at them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n files written.</source>
            <translation>
                <numerusform>%n file written.</numerusform>
                <numerusform>%n files written.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entries added.</source>
            <translation>
                <numerusform>%n entry added.</numerusform>
                <numerusform>%n entries added.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entries could not be read.</source>
            <translation>
                <numerusform>%n entry could not be read.</numerusform>
                <numerusform>%n entries could not be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entries written.</source>
            <translation>
                <numerusform>%n entry written.</numerusform>
                <numerusform>%n entries written.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Help</name>
        <message numerus="yes">
            <source>%n place(s) found.</source>
            <translation>
                <numerusform>%n place found.</numerusform>
                <numerusform>%n places found.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Log</name>
        <message numerus="yes">
            <source>%n entries</source>
            <translation>
                <numerusform>%n entry</numerusform>
                <numerusform>%n entries</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Network</name>
        <message numerus="yes">
            <source>%n times</source>
            <translation>
                <numerusform>once</numerusform>
                <numerusform>%n times</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OpenedFiles</name>
        <message numerus="yes">
            <source>Translate %n</source>
            <translation>
                <numerusform>Translate it</numerusform>
                <numerusform>Translate all %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Ask about %n in a new conversation</source>
            <translation>
                <numerusform>Ask about it in a new conversation</numerusform>
                <numerusform>Ask about all %n in a new conversation</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Import %n as a story and go on writing</source>
            <translation>
                <numerusform>Import it as a story and go on writing</numerusform>
                <numerusform>Import each as a story</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>What would you like to do with %n documents?</source>
            <translation>
                <numerusform>What would you like to do with this document?</numerusform>
                <numerusform>What would you like to do with these %n documents?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} and %n more</numerusform>
                <numerusform>{names} and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>QuickWindow</name>
        <message numerus="yes">
            <source>%n doubtful: look at it</source>
            <translation>
                <numerusform>%n doubtful: look at it</numerusform>
                <numerusform>%n doubtful: look at them</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SettingsPane</name>
        <message numerus="yes">
            <source>%n physical core(s); more threads are usually slower.</source>
            <translation>
                <numerusform>%n physical core; more threads are usually slower.</numerusform>
                <numerusform>%n physical cores; more threads are usually slower.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n setting(s) found.</source>
            <translation>
                <numerusform>%n setting found.</numerusform>
                <numerusform>%n settings found.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StoryPane</name>
        <message numerus="yes">
            <source>%n places</source>
            <translation>
                <numerusform>%n place</numerusform>
                <numerusform>%n places</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Replaced in %n places.</source>
            <translation>
                <numerusform>Replaced in %n place.</numerusform>
                <numerusform>Replaced in %n places.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n words</source>
            <translation>
                <numerusform>%n word</numerusform>
                <numerusform>%n words</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n tokens are new</source>
            <translation>
                <numerusform>%n token is new</numerusform>
                <numerusform>%n tokens are new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n tokens are new, under 1 s</source>
            <translation>
                <numerusform>%n token is new, under 1 s</numerusform>
                <numerusform>%n tokens are new, under 1 s</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n tokens are new, about {s} s</source>
            <translation>
                <numerusform>%n token is new, about {s} s</numerusform>
                <numerusform>%n tokens are new, about {s} s</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Wrote %n files.</source>
            <translation>
                <numerusform>Wrote %n file.</numerusform>
                <numerusform>Wrote %n files.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Read %n changed files.</source>
            <translation>
                <numerusform>Read %n changed file.</numerusform>
                <numerusform>Read %n changed files.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n scenes</source>
            <translation>
                <numerusform>%n scene</numerusform>
                <numerusform>%n scenes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Imported %n entries.</source>
            <translation>
                <numerusform>Imported %n entry.</numerusform>
                <numerusform>Imported %n entries.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n could not be read.</source>
            <translation>
                <numerusform>%n could not be read.</numerusform>
                <numerusform>%n could not be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Exported %n entries.</source>
            <translation>
                <numerusform>Exported %n entry.</numerusform>
                <numerusform>Exported %n entries.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TranslatePane</name>
        <message numerus="yes">
            <source>Glossary, %n terms</source>
            <translation>
                <numerusform>Glossary, %n term</numerusform>
                <numerusform>Glossary, %n terms</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n doubtful</source>
            <translation>
                <numerusform>%n doubtful</numerusform>
                <numerusform>%n doubtful</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entries have been imported.</source>
            <translation>
                <numerusform>%n entry has been imported.</numerusform>
                <numerusform>%n entries have been imported.</numerusform>
            </translation>
        </message>
    </context>
</TS>
