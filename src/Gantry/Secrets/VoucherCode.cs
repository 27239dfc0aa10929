using System.Security.Cryptography;

namespace Gantry.Secrets;

/// <summary>How codes that are worth money look: 24 characters of 120 random bits in groups of four, without the letters that read like digits.</summary>
internal static class VoucherCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 24;
    private const int Group = 4;

    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, Length / Group).Select(_ => RandomNumberGenerator.GetString(Alphabet, Group)));

    /// <summary>A code as people type it, in the form that is hashed.</summary>
    public static string Normalize(string typed) =>
        string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));

    /// <summary>The first group: enough to tell one from another in a list, too little to guess the rest.</summary>
    public static string Display(string code) => $"{code[..Group]}-…";
}
