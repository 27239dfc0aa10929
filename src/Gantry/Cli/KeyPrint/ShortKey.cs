using System.Globalization;

namespace Gantry.Cli.KeyPrint;

/// <summary>A key that ends soon, as it is kept for the next time that it is asked for.</summary>
/// <param name="Id">Of the key; its secrets change.</param>
/// <param name="Secret">The present one.</param>
/// <param name="Issued">When it was made.</param>
/// <param name="Ends">When it is worth nothing any more.</param>
internal sealed record ShortKey(Guid Id, string Secret, DateTimeOffset Issued, DateTimeOffset Ends)
{
    /// <summary>More than a third of its life is left, and no more than is asked for.</summary>
    public bool IsFresh(DateTimeOffset now, TimeSpan life) => Ends - now > (Ends - Issued) / 3 && Ends - now <= life;

    /// <summary>What <see cref="Parse"/> reads; holds the secret.</summary>
    public string Format() => string.Create(CultureInfo.InvariantCulture, $"{Id} {Issued.ToUnixTimeSeconds()} {Ends.ToUnixTimeSeconds()} {Secret}");

    /// <summary>Null where the text is none.</summary>
    public static ShortKey? Parse(string? text) =>
        text?.Trim().Split(' ', 4) is [var id, var issued, var ends, var secret] && Guid.TryParse(id, out var key) && long.TryParse(issued, out var from) && long.TryParse(ends, out var to)
            ? new ShortKey(key, secret, DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(to))
            : null;

    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Id.ToString();
}
