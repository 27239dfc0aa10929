using System.Globalization;
using System.Text;
using System.Xml;
using Gantry.Cli.Verify.Assertions;

namespace Gantry.Cli.Verify;

/// <summary>Writes results as the XML that build servers read: a suite a protocol, a case an assertion. Warnings are cases that passed, with what they say as their output.</summary>
internal static class VerifyJUnit
{
    private static readonly XmlWriterSettings Layout = new() { Indent = true, Async = false, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    public static void Write(Stream output, VerifyReport report)
    {
        using var xml = XmlWriter.Create(output, Layout);
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "gantry verify " + report.Address);
        Counts(xml, report.Protocols, report.Elapsed);
        foreach (var protocol in report.Protocols) Suite(xml, protocol);
        xml.WriteEndElement();
    }

    private static void Suite(XmlWriter xml, ProtocolResult result)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", NameOf(result));
        Counts(xml, [result], TimeSpan.FromTicks(result.Assertions.Sum(assertion => assertion.Elapsed.Ticks)));
        if (result.SkipReason is { } reason)
        {
            Case(xml, result, "protocol", TimeSpan.Zero);
            Skipped(xml, reason);
            xml.WriteEndElement();
        }
        foreach (var assertion in result.Assertions)
        {
            Case(xml, result, assertion.Id, assertion.Elapsed);
            switch (assertion.Outcome)
            {
                case Outcome.Fail:
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("type", "must");
                    xml.WriteAttributeString("message", Fit(assertion.Message ?? ""));
                    xml.WriteString(Fit(Details(assertion)));
                    xml.WriteEndElement();
                    break;
                case Outcome.Skip:
                    Skipped(xml, assertion.Message ?? "");
                    break;
                case Outcome.Warn:
                    xml.WriteElementString("system-out", Fit($"warning: {assertion.Message}\n{Details(assertion)}"));
                    break;
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<ProtocolResult> results, TimeSpan elapsed)
    {
        var skipped = results.Count(result => result.SkipReason is not null);
        xml.WriteAttributeString("tests", Number(results.Sum(result => result.Assertions.Count) + skipped));
        xml.WriteAttributeString("failures", Number(results.Sum(result => result.Count(Outcome.Fail))));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(results.Sum(result => result.Count(Outcome.Skip)) + skipped));
        xml.WriteAttributeString("time", Seconds(elapsed));
    }

    private static void Case(XmlWriter xml, ProtocolResult result, string name, TimeSpan elapsed)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "gantry.verify." + NameOf(result));
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("time", Seconds(elapsed));
    }

    private static void Skipped(XmlWriter xml, string reason)
    {
        xml.WriteStartElement("skipped");
        xml.WriteAttributeString("message", Fit(reason));
        xml.WriteEndElement();
    }

    private static string Details(AssertionResult assertion) =>
        $"{assertion.Title}\n{assertion.Request} -> {(assertion.Status == 0 ? "no answer" : Number(assertion.Status))}\n{assertion.Body}\nWhy it matters: {assertion.Why}";

    // XML has no way to write most control characters, not even escaped.
    private static string Fit(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)).Select(rune => rune.ToString()));

    private static string NameOf(ProtocolResult result) => result.Protocol.ToString().ToLowerInvariant();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
