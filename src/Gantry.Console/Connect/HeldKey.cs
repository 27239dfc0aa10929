namespace Gantry.Console.Connect;

/// <summary>The key that set-ups are filled with, as long as the circuit lives: it is in no cookie, no address and no store.</summary>
internal sealed class HeldKey
{
    public string? Secret { get; private set; }

    /// <summary>Of a key that was made here; null of one that was pasted.</summary>
    public string? Name { get; private set; }

    /// <summary>The ends, as the gateway tells keys apart.</summary>
    public string? Display => Secret switch
    {
        { Length: >= 24 } secret => $"{secret[..8]}…{secret[^4..]}",
        { Length: >= 8 } secret => $"{secret[..4]}…{secret[^4..]}",
        _ => null,
    };

    public void Hold(string? secret, string? name)
    {
        Secret = secret is { Length: > 0 } ? secret : null;
        Name = Secret is null ? null : name;
    }
}
