using System.Globalization;

namespace Gantry.Audit;

/// <summary>One place of the chain, written <c>SEQUENCE:LINK</c>.</summary>
/// <param name="Sequence">The row.</param>
/// <param name="Chain">Its link.</param>
internal sealed record AuditMark(long Sequence, string Chain)
{
    public static AuditMark? Parse(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && long.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && text.Length - at - 1 == 64
            ? new AuditMark(sequence, text[(at + 1)..])
            : null;
    }

    public override string ToString() => $"{Sequence.ToString(CultureInfo.InvariantCulture)}:{Chain}";
}
