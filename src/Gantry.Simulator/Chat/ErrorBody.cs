using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Chat;

/// <summary>OpenAI's error shape, which all of its endpoints share.</summary>
internal static class ErrorBody
{
    public static (int Status, string Body) Write(Refusal refusal) =>
        (refusal.Status ?? Status(refusal.Kind), $"{{\n  \"error\": {Object(refusal)}\n}}");

    /// <summary>The value of <c>error</c>.</summary>
    public static string Object(Refusal refusal)
    {
        var (type, code) = Words(refusal.Kind);
        return $"{{\"message\":{JsonText.Quote(Message(refusal))},\"type\":\"{type}\",\"param\":{JsonText.Quote(refusal.Param)},\"code\":{JsonText.Quote(code)}}}";
    }

    public static (string Type, string? Code) Words(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest => ("invalid_request_error", null),
        RefusalKind.MissingKey => ("invalid_request_error", null),
        RefusalKind.BadKey => ("invalid_request_error", "invalid_api_key"),
        RefusalKind.Billing => ("insufficient_quota", "insufficient_quota"),
        RefusalKind.Forbidden => ("invalid_request_error", "unsupported_country_region_territory"),
        RefusalKind.NotFound => ("invalid_request_error", "model_not_found"),
        RefusalKind.TooLarge => ("invalid_request_error", "request_too_large"),
        RefusalKind.RateLimited => ("requests", "rate_limit_exceeded"),
        RefusalKind.Overloaded => ("server_error", "server_is_overloaded"),
        _ => ("server_error", null),
    };

    public static string Message(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.NotFound => $"The model `{refusal.Message}` does not exist or you do not have access to it.",
        RefusalKind.MissingKey => "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.",
        RefusalKind.BadKey => "Incorrect API key provided.",
        _ => refusal.Message,
    };

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest => 400,
        RefusalKind.MissingKey or RefusalKind.BadKey => 401,
        RefusalKind.Billing or RefusalKind.RateLimited => 429,
        RefusalKind.Forbidden => 403,
        RefusalKind.NotFound => 404,
        RefusalKind.TooLarge => 413,
        RefusalKind.Overloaded => 503,
        RefusalKind.Timeout => 504,
        _ => 500,
    };
}
