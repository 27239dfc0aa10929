using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Messages;

/// <summary>Anthropic's error shape.</summary>
internal static class ErrorBody
{
    public static (int Status, string Body) Write(Refusal refusal, Ids ids) =>
        (refusal.Status ?? Words(refusal.Kind).Status, $"{{\"type\":\"error\",\"error\":{Object(refusal)},\"request_id\":\"{ids.Next("req_011C", 20)}\"}}");

    /// <summary>The value of <c>error</c>; inside streams Anthropic adds <c>details</c>.</summary>
    public static string Object(Refusal refusal, bool details = false)
    {
        var message = refusal.Kind switch
        {
            RefusalKind.NotFound => $"model: {refusal.Message}",
            RefusalKind.MissingKey => "x-api-key header is required",
            RefusalKind.BadKey => "invalid x-api-key",
            _ => refusal.Message,
        };
        return $"{{{(details ? "\"details\":null," : "")}\"type\":\"{Words(refusal.Kind).Type}\",\"message\":{JsonText.Quote(message)}}}";
    }

    private static (int Status, string Type) Words(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest => (400, "invalid_request_error"),
        RefusalKind.MissingKey or RefusalKind.BadKey => (401, "authentication_error"),
        RefusalKind.Billing => (402, "billing_error"),
        RefusalKind.Forbidden => (403, "permission_error"),
        RefusalKind.NotFound => (404, "not_found_error"),
        RefusalKind.TooLarge => (413, "request_too_large"),
        RefusalKind.RateLimited => (429, "rate_limit_error"),
        RefusalKind.Overloaded => (529, "overloaded_error"),
        RefusalKind.Timeout => (504, "timeout_error"),
        _ => (500, "api_error"),
    };
}
