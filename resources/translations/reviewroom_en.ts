<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Banner</name>
    <message numerus="yes">
        <source>%n decision(s) kept here, sent later.</source>
        <translation>
            <numerusform>%n decision kept here, sent later.</numerusform>
            <numerusform>%n decisions kept here, sent later.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message numerus="yes">
        <source>and %n more doubt(s)</source>
        <translation>
            <numerusform>and %n more doubt</numerusform>
            <numerusform>and %n more doubts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeclarationPanel</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more line(s)</source>
        <translation>
            <numerusform>Show %n more line</numerusform>
            <numerusform>Show %n more lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more line(s) are too many to show</source>
        <translation>
            <numerusform>%n more line is too many to show</numerusform>
            <numerusform>%n more lines are too many to show</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) in all</source>
        <translation>
            <numerusform>%n line in all</numerusform>
            <numerusform>%n lines in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) do not tell all of it</source>
        <translation>
            <numerusform>%n line does not tell all of it</numerusform>
            <numerusform>%n lines do not tell all of it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message numerus="yes">
        <source>and %n older one(s)</source>
        <translation>
            <numerusform>and %n older one</numerusform>
            <numerusform>and %n older ones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message numerus="yes">
        <source>%n decision(s) not sent yet: the hub does not answer.</source>
        <translation>
            <numerusform>%n decision not sent yet: the hub does not answer.</numerusform>
            <numerusform>%n decisions not sent yet: the hub does not answer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksPanel</name>
    <message numerus="yes">
        <source>%n earlier mark(s)</source>
        <translation>
            <numerusform>%n earlier mark</numerusform>
            <numerusform>%n earlier marks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later mark(s)</source>
        <translation>
            <numerusform>%n later mark</numerusform>
            <numerusform>%n later marks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message numerus="yes">
        <source>and %n more that could not be read</source>
        <translation>
            <numerusform>and %n more that could not be read</numerusform>
            <numerusform>and %n more that could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomPage</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n case(s) ready</source>
        <translation>
            <numerusform>%n case ready</numerusform>
            <numerusform>%n cases ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>◐ Sending %n decision(s)</source>
        <translation>
            <numerusform>◐ Sending %n decision</numerusform>
            <numerusform>◐ Sending %n decisions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SteeringPage</name>
    <message numerus="yes">
        <source>● %n waiting for you</source>
        <translation>
            <numerusform>● %n waiting for you</numerusform>
            <numerusform>● %n waiting for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message numerus="yes">
        <source>%n mark(s), drawn at times unknown.</source>
        <translation>
            <numerusform>%n mark, drawn at a time unknown.</numerusform>
            <numerusform>%n marks, drawn at times unknown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WallDisplay</name>
    <message numerus="yes">
        <source>▲ %n new alert(s)</source>
        <translation>
            <numerusform>▲ %n new alert</numerusform>
            <numerusform>▲ %n new alerts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more site(s)</source>
        <translation>
            <numerusform>and %n more site</numerusform>
            <numerusform>and %n more sites</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchPage</name>
    <message numerus="yes">
        <source>%n line(s) are in force.</source>
        <translation>
            <numerusform>%n line is in force.</numerusform>
            <numerusform>%n lines are in force.</numerusform>
        </translation>
    </message>
</context>
</TS>
