namespace Gantry.Console.Keys;

/// <summary>What a person can type to see a key at work.</summary>
internal static class FirstRequest
{
    /// <param name="address">Of this server, as the browser knows it, with a slash at its end.</param>
    /// <param name="key">The secret, or what stands in its place.</param>
    public static string Line(string address, string key) => $"curl {address}v1/models -H \"Authorization: Bearer {key}\"";
}
