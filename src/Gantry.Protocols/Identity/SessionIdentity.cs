using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Identity;

/// <summary>Which conversation a request belongs to.</summary>
public static class SessionIdentity
{
    private const int LongestUserId = 4_096;
    private const string OldPrefix = "user_";
    private const string OldMarker = "_session_";

    /// <summary>The session inside Claude Code's <c>metadata.user_id</c>; null where there is none.</summary>
    /// <remarks>
    /// Older versions write <c>user_…_account_…_session_…</c>, newer ones a JSON object with <c>session_id</c>. The first 64 characters of
    /// both are the device: what is cut from them is the same for all conversations of a machine.
    /// </remarks>
    public static string? FromUserId(string? userId)
    {
        if (string.IsNullOrEmpty(userId) || userId.Length > LongestUserId) return null;
        if (userId.AsSpan().TrimStart() is ['{', ..]) return FromJson(userId);
        if (!userId.StartsWith(OldPrefix, StringComparison.Ordinal)) return null;
        int marker = userId.LastIndexOf(OldMarker, StringComparison.Ordinal);
        return marker < 0 ? null : NullIfEmpty(userId[(marker + OldMarker.Length)..]);
    }

    /// <summary>The <c>prompt_cache_key</c> of a request: at most 64 characters, the same in every turn of a conversation.</summary>
    /// <param name="given">The client's own key: wins, and stays as it is unless it is too long.</param>
    /// <param name="session">A session id that the client gave in another place.</param>
    /// <param name="head">What every turn begins with: system text, tools, first user message. Empty where the request has nothing of it.</param>
    /// <returns>Null where nothing is known.</returns>
    public static string? PromptCacheKey(string? given, string? session, ReadOnlySpan<byte> head)
    {
        if (!string.IsNullOrEmpty(given)) return given.Length <= UserId.OpenAiLength ? given : UserId.Hash(given);
        if (!string.IsNullOrEmpty(session)) return UserId.Hash(session);
        return head.IsEmpty ? null : Convert.ToHexStringLower(SHA256.HashData(head));
    }

    private static string? FromJson(string userId)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(userId));
            string? session = null;
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
                bool wanted = reader.ValueTextEquals("session_id"u8);
                reader.Read();
                if (wanted && reader.TokenType == JsonTokenType.String) session = reader.GetString();
            }

            return NullIfEmpty(session);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
