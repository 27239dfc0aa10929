namespace Gantry.Console.Tests.Doubles;

/// <summary>A passkey of the double.</summary>
internal sealed record PaperPasskey(string Id, string Name, byte[] PublicKey, DateTimeOffset CreatedAt)
{
    public DateTimeOffset? LastUsedAt { get; set; }
}
