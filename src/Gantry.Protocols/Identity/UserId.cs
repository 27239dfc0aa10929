using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Protocols.Identity;

/// <summary>Names of end users on their way to a vendor: never personal, never the same for everybody, never too long.</summary>
public static class UserId
{
    /// <summary>Longest <c>user</c>, <c>safety_identifier</c> and <c>prompt_cache_key</c> of OpenAI, in characters.</summary>
    public const int OpenAiLength = 64;

    /// <summary>Longest <c>metadata.user_id</c> that is handed on as it is.</summary>
    public const int MessagesLength = 256;

    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789+-.() ");

    /// <summary>SHA-256 as 64 hexadecimal digits in lower case.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A <c>metadata.user_id</c> for OpenAI: always hashed, because clients put device, account and session ids into it.</summary>
    public static string? ForOpenAi(string? messagesUserId) => string.IsNullOrEmpty(messagesUserId) ? null : Hash(messagesUserId);

    /// <summary>A <c>metadata.user_id</c> from what an OpenAI client gave; hashed where it is long or looks personal.</summary>
    /// <param name="safetyIdentifier">Wins over <paramref name="user"/>.</param>
    /// <param name="user">The older field.</param>
    /// <param name="tenant">Whose request it is: without a name each tenant gets one of its own, since abuse is counted by it.</param>
    public static string ForMessages(string? safetyIdentifier, string? user, string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        string? name = string.IsNullOrEmpty(safetyIdentifier) ? user : safetyIdentifier;
        if (string.IsNullOrEmpty(name)) return Hash("gantry tenant\n" + tenant);
        return name.Length > MessagesLength || LooksPersonal(name) ? Hash(name) : name;
    }

    /// <summary>Whether a name looks like an e-mail address or a telephone number.</summary>
    public static bool LooksPersonal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && name.AsSpan(at).Contains('.')) return true;
        return name.Count(char.IsAsciiDigit) is >= 7 and <= 15 && !name.AsSpan().ContainsAnyExcept(PhoneCharacters);
    }
}
