using System.Globalization;

namespace Gantry.Nodes;

/// <summary>What servers of one store say to each other.</summary>
internal static class NodeWords
{
    /// <summary>The configuration has changed.</summary>
    public const string Catalogue = "catalogue";

    private const string WalletWord = "wallet ";
    private const string LacksWord = "lacks";
    private const string GaveWord = "gave";

    /// <summary>Money of a wallet, as a subject.</summary>
    public static string Wallet(Guid wallet) => WalletWord + wallet;

    /// <summary>The wallet that a subject names; null for anything else.</summary>
    public static Guid? WalletOf(string subject) => subject.StartsWith(WalletWord, StringComparison.Ordinal) && Guid.TryParse(subject.AsSpan(WalletWord.Length), out var wallet) ? wallet : null;

    /// <summary>A run lacks something that others may have to spare.</summary>
    public static string Lacks(long run, string subject) => string.Create(CultureInfo.InvariantCulture, $"{LacksWord} {run} {subject}");

    /// <summary>A run has given something back.</summary>
    public static string Gave(long run, string subject) => string.Create(CultureInfo.InvariantCulture, $"{GaveWord} {run} {subject}");

    /// <summary>What another run lacks; null for any other word.</summary>
    public static string? Lacking(string word, long own) => Subject(LacksWord, word, own);

    /// <summary>What another run has given back; null for any other word.</summary>
    public static string? Given(string word, long own) => Subject(GaveWord, word, own);

    private static string? Subject(string kind, string word, long own)
    {
        var parts = word.Split(' ', 3);
        return parts is [var said, var run, var subject] && said == kind && run != own.ToString(CultureInfo.InvariantCulture) ? subject : null;
    }
}
