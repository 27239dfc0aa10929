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
    public string Link(string previous, long sequence, long atMicros, AuditNote note, AuditChange change)
    {
        // Every part with its length: no two rows say the same text.
        var text = new StringBuilder("audit\n");
        foreach (var part in (ReadOnlySpan<string?>)
        [
            previous, sequence.ToString(CultureInfo.InvariantCulture), atMicros.ToString(CultureInfo.InvariantCulture), note.Actor, note.ActorId?.ToString(), note.Address,
            note.Action, note.RequestId, change.Target, change.Before, change.After,
        ])
        {
            text.Append(part?.Length ?? -1).Append(':').Append(part).Append('\n');
        }

        return hasher.Hash(text.ToString()).ToHex();
    }
}
