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
    <name>DeclarationPanel</name>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>and %n more line</numerusform>
            <numerusform>and %n more lines</numerusform>
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
</TS>
