using Gantry.Cli.Verify.Assertions;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>Writes results for people: 100 columns, no colour.</summary>
internal static class VerifyText
{
    private const int IdWidth = 25;
    private const string Indent = "        ";

    public static void WriteHead(TextWriter output, string address) => output.WriteLine($"Verifying {address}");

    public static void WriteProtocol(TextWriter output, ProtocolResult result)
    {
        output.WriteLine();
        if (result.SkipReason is { } reason)
        {
            output.WriteLine($"{result.Protocol}: skipped, {reason}.");
            return;
        }
        output.WriteLine($"{result.Protocol}, model {result.Model}");
        foreach (var assertion in result.Assertions) WriteAssertion(output, assertion);
        output.WriteLine($"  {Tally(result)}");
    }

    public static void WriteEnd(TextWriter output, VerifyReport report)
    {
        output.WriteLine();
        var failed = report.Protocols.Sum(protocol => protocol.Count(Outcome.Fail));
        var warned = report.Protocols.Sum(protocol => protocol.Count(Outcome.Warn));
        var skipped = report.Protocols.Sum(protocol => protocol.Count(Outcome.Skip));
        if (report.Spending.Requests > 0) WriteSpending(output, report.Spending);
        output.WriteLine(report.Protocols.All(protocol => protocol.SkipReason is not null) ? "Nothing could be verified."
            : failed > 0 ? $"{failed} required assertion{Plural(failed)} failed."
            : warned > 0 ? $"Every required assertion holds; {warned} warning{Plural(warned)}."
            : skipped > 0 ? $"Every assertion that could be judged holds; {skipped} could not."
            : "Every assertion holds.");
    }

    /// <summary>Writes the table of assertions.</summary>
    public static void WriteTable(TextWriter output, IEnumerable<Protocol> protocols, Selection only)
    {
        foreach (var protocol in protocols.Where(only.Admits))
        {
            output.WriteLine(protocol);
            foreach (var assertion in AssertionTable.For(protocol).Where(one => only.Admits(protocol, one.Id)))
                output.WriteLine($"  {(assertion.Level == Level.Must ? "must" : "should"),-6}  {assertion.Id.PadRight(IdWidth)} {assertion.Title}");
            output.WriteLine();
        }
    }

    private static void WriteSpending(TextWriter output, Spending spending)
    {
        if (spending.Told > 0) output.WriteLine($"{spending.Requests} requests; {spending.Told} of them told what they cost: {spending.Cost} USD.");
        else output.WriteLine($"{spending.Requests} requests; the gateway does not tell what they cost{(spending.IsBlind ? ", so --max-cost bounded nothing" : "")}.");
        if (spending.LeftOut) output.WriteLine("The bound on the cost was reached: the rest was not asked.");
    }

    private static void WriteAssertion(TextWriter output, AssertionResult result)
    {
        output.WriteLine($"  {WordOf(result.Outcome),-4}  {result.Id.PadRight(IdWidth)} {result.Title}");
        if (result.Message is { } message) output.WriteLine(Indent + message);
        if (result.Outcome is not (Outcome.Fail or Outcome.Warn)) return;
        output.WriteLine($"{Indent}{result.Request} -> {(result.Status == 0 ? "no answer" : result.Status)}");
        if (result.Body.Length > 0) output.WriteLine(Indent + result.Body);
        output.WriteLine($"{Indent}Why it matters: {result.Why}");
    }

    private static string Tally(ProtocolResult result) =>
        $"{result.Count(Outcome.Pass)} passed, {result.Count(Outcome.Warn)} warned, "
        + $"{result.Count(Outcome.Fail)} failed, {result.Count(Outcome.Skip)} skipped";

    private static string WordOf(Outcome outcome) => outcome switch
    {
        Outcome.Pass => "pass",
        Outcome.Warn => "warn",
        Outcome.Fail => "FAIL",
        _ => "skip",
    };

    private static string Plural(int count) => count == 1 ? "" : "s";
}
