using System.Collections.Immutable;

namespace Gantry.Cli.KeyPrint;

/// <summary>What <c>gantry key print</c> is asked for.</summary>
/// <param name="Client">Whom it is for; part of the key's name.</param>
/// <param name="Life">How long a new secret lives.</param>
/// <param name="Groups">What the key is assigned to.</param>
internal sealed record ShortKeyRequest(string Client, TimeSpan Life, ImmutableArray<string> Groups)
{
    private const int MostNames = 64;

    /// <summary>What the key may be called: the first that is no revoked key's.</summary>
    /// <param name="place">Where the key is kept, if keys of several places could meet; else empty.</param>
    public IEnumerable<string> Names(string place = "")
    {
        var name = $"gantry key print {Client}{(place.Length == 0 ? "" : " " + place)}";
        return Enumerable.Range(1, MostNames).Select(number => number == 1 ? name : $"{name} {number}");
    }

    /// <summary>To the second, as it is kept.</summary>
    public (DateTimeOffset Issued, DateTimeOffset Ends) From(DateTimeOffset now)
    {
        var issued = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return (issued, issued + Life);
    }
}
