namespace Gantry.Accounts.Letters;

/// <summary>Who writes.</summary>
/// <param name="PublicUrl">The address that people know, as the settings of the moment say; null for none.</param>
internal sealed record LetterHead(Func<string?> PublicUrl)
{
    /// <summary>Where the gateway has no address to be called by.</summary>
    public const string Product = "Gantry";
}
