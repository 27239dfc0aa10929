using System.Globalization;
using System.Text;
using Gantry.Secrets;

namespace Gantry.Audit;

/// <summary>
/// The chain of the audit log: each link is the keyed hash of the row and of the link before it. Whoever changes, removes or inserts a row
/// would have to know the pepper, which is not in the database (reliability S-42).
/// </summary>
internal sealed class AuditChain(KeyHasher hasher)
{
    /// <summary>The link before the first row.</summary>
    public const string Start = "";

    /// <summary>The link of a row: 64 lower-case hexadecimal digits.</summary>
    public string Link(string previous, long sequence, long atMicros, AuditNote note, AuditChange change) => Hash(
    [
        "audit", previous, Text(sequence), Text(atMicros), note.Actor, note.ActorId?.ToString(), note.Address, note.Action, note.RequestId,
        change.Target, change.Before, change.After,
    ]);

    /// <summary>The same of a row as the store gives it, number for number and letter for letter: a column that says the same in another way was changed.</summary>
    /// <param name="previous">The link of the row before.</param>
    /// <param name="columns">Sequence, time, actor, its id, address, action, request id, target, before and after.</param>
    public string Link(string previous, ReadOnlySpan<string?> columns) => Hash(["audit", previous, .. columns]);

    /// <summary>Proves that the gateway has written that the log begins or ends here.</summary>
    /// <param name="what"><c>anchor</c> or <c>head</c>.</param>
    /// <param name="sequence">The row.</param>
    /// <param name="link">Its link.</param>
    public string Proof(string what, long sequence, string link) => Hash(["audit " + what, Text(sequence), link]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Hash(ReadOnlySpan<string?> parts)
    {
        if (hasher.IsStandIn) throw new SecretFileException("The pepper is missing: without it the audit log cannot go on, and nothing can be changed.");
        // Every part with its length: no two rows say the same text.
        var text = new StringBuilder();
        text.Append(parts[0]).Append('\n');
        foreach (var part in parts[1..]) text.Append(part?.Length ?? -1).Append(':').Append(part).Append('\n');
        return hasher.Hash(text.ToString()).ToHex();
    }
}
