using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Errors;

/// <summary>What a client is told of an upstream's failure.</summary>
public static class ClientErrors
{
    /// <summary>The failure in the words that clients of the protocol act on; to be written by <see cref="ProtocolErrors"/>.</summary>
    /// <remarks>
    /// The upstream's own text passes as it is, with two exceptions. What concerns the gateway's credential, account or rights is replaced:
    /// it names the operator's account, and would make people look for a fault in their own key. And a context overflow is told to clients of
    /// Anthropic in Anthropic's sentences, because Claude Code repairs itself on these only.
    /// </remarks>
    public static GatewayError Tell(Protocol client, UpstreamError error, string requestId = "")
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Kind switch
        {
            ErrorKind.InvalidKey => Hidden(
                "The upstream refuses the gateway's credential. Tell the gateway's administrator; your own API key is fine.", "upstream_credential_refused", requestId),
            ErrorKind.Billing => Hidden(
                "The gateway's account at the upstream is used up. Tell the gateway's administrator; your own balance is fine.", "upstream_quota_exhausted", requestId),
            ErrorKind.Forbidden => Hidden(
                "The upstream does not allow this to the gateway's account. Tell the gateway's administrator; your own API key is fine.", "upstream_permission_denied", requestId),
            _ => new GatewayError(error.Kind, ErrorOrigin.Upstream, Message(client, error))
            {
                Param = Param(client, error),
                Code = Code(client, error),
                RetryAfterSeconds = error.RetryAfterSeconds,
                RequestId = requestId,
            },
        };
    }

    private static GatewayError Hidden(string message, string code, string requestId) =>
        new(ErrorKind.Overloaded, ErrorOrigin.Upstream, message) { Code = code, RequestId = requestId };

    private static string Message(Protocol client, UpstreamError error)
    {
        if (client != Protocol.Messages || error.Kind != ErrorKind.ContextTooLong) return error.Message;
        if (error.Overflow.AnthropicSentence() is { } sentence) return sentence;
        return error.Message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase) ? error.Message : $"prompt is too long: {error.Message}";
    }

    // Chat and Responses share names and codes; in any other pair they would send people after members that are not in their request.
    private static string? Param(Protocol client, UpstreamError error) => error.Kind switch
    {
        ErrorKind.ContextTooLong when client == Protocol.Chat => "messages",
        ErrorKind.ContextTooLong when client == Protocol.Responses => "input",
        ErrorKind.ModelNotFound when IsOpenAi(client) => "model",
        _ => IsOpenAi(client) && IsOpenAi(error.Spoken) ? error.Param : null,
    };

    private static string? Code(Protocol client, UpstreamError error) =>
        error.Kind is ErrorKind.InvalidRequest && IsOpenAi(client) && IsOpenAi(error.Spoken) && IsWord(error.Code) ? error.Code
        : error.Kind is ErrorKind.BadUpstream && error.Code == "upstream_bad_answer" ? error.Code
        : null;

    private static bool IsOpenAi(Protocol protocol) => protocol is Protocol.Chat or Protocol.Responses;

    // A numeric or wordy code has no meaning outside its vendor.
    private static bool IsWord(string? code) => code is { Length: > 2 } && char.IsAsciiLetterLower(code[0]) && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');
}
