using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Gemini;

/// <summary>Google's error shape: <c>google.rpc.Status</c> as JSON.</summary>
internal static class ErrorBody
{
    public static (int Status, string Body) Write(Refusal refusal)
    {
        var (status, word) = Words(refusal.Kind);
        status = refusal.Status ?? status;
        var message = refusal.Kind switch
        {
            RefusalKind.NotFound => $"models/{refusal.Message} is not found for API version v1beta, or is not supported for generateContent. " +
                "Call ListModels to see the list of available models and their supported methods.",
            RefusalKind.MissingKey => "Method doesn't allow unregistered callers (callers without established identity). " +
                "Please use API Key or other form of API consumer identity to call this API.",
            RefusalKind.BadKey => "API key not valid. Please pass a valid API key.",
            _ => refusal.Message,
        };
        return (status, $"{{\"error\":{{\"code\":{status},\"message\":{JsonText.Quote(message)},\"status\":\"{word}\"{Details(refusal)}}}}}");
    }

    private static string Details(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.BadKey =>
            ""","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}}]""",
        RefusalKind.RateLimited => ""","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"3s"}]""",
        _ => "",
    };

    private static (int Status, string Word) Words(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest or RefusalKind.BadKey => (400, "INVALID_ARGUMENT"),
        RefusalKind.MissingKey or RefusalKind.Forbidden => (403, "PERMISSION_DENIED"),
        RefusalKind.NotFound => (404, "NOT_FOUND"),
        RefusalKind.TooLarge => (413, "INVALID_ARGUMENT"),
        RefusalKind.Billing or RefusalKind.RateLimited => (429, "RESOURCE_EXHAUSTED"),
        RefusalKind.Overloaded => (503, "UNAVAILABLE"),
        RefusalKind.Timeout => (504, "DEADLINE_EXCEEDED"),
        _ => (500, "INTERNAL"),
    };
}
