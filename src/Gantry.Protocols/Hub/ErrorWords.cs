namespace Gantry.Protocols.Hub;

/// <summary>What the error writers of all protocols share.</summary>
internal static class ErrorWords
{
    public static ReadOnlySpan<byte> Utf8(ErrorOrigin origin) => origin switch
    {
        ErrorOrigin.Client => "client"u8,
        ErrorOrigin.Upstream => "upstream"u8,
        _ => "gateway"u8,
    };

    public static string Text(ErrorOrigin origin) => origin switch
    {
        ErrorOrigin.Client => "client",
        ErrorOrigin.Upstream => "upstream",
        _ => "gateway",
    };

    /// <summary>Seconds to wait, or null. Limits and overload always name a time: agents give up at once, or hammer, without one.</summary>
    public static int? RetryAfter(GatewayError error) => error.RetryAfterSeconds ?? error.Kind switch
    {
        _ when error.IsFinal => null,
        ErrorKind.RateLimited => 1,
        ErrorKind.Overloaded => 5,
        _ => null,
    };
}
