using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Converse;

/// <summary>Bedrock's error shape: a message in the body, the kind in a header or in the exception frame.</summary>
internal static class ErrorBody
{
    public static (int Status, string Body) Write(Refusal refusal)
    {
        var message = refusal.Kind switch
        {
            RefusalKind.NotFound => "The provided model identifier is invalid.",
            RefusalKind.MissingKey => "Missing Authentication Token",
            RefusalKind.BadKey => "The security token included in the request is invalid.",
            RefusalKind.RateLimited => "Too many requests, please wait before trying again.",
            _ => refusal.Message,
        };
        return (refusal.Status ?? Status(refusal.Kind), $"{{\"message\":{JsonText.Quote(message)}}}");
    }

    /// <summary>Name of the exception as it stands in <c>:exception-type</c>.</summary>
    public static string ExceptionType(RefusalKind kind) => kind switch
    {
        RefusalKind.RateLimited => "throttlingException",
        RefusalKind.BadRequest => "validationException",
        RefusalKind.Overloaded => "serviceUnavailableException",
        RefusalKind.Timeout => "modelTimeoutException",
        _ => "internalServerException",
    };

    /// <summary>Name of the exception as it stands in <c>x-amzn-errortype</c>.</summary>
    public static string HeaderType(RefusalKind kind) => kind switch
    {
        RefusalKind.MissingKey or RefusalKind.BadKey => "UnrecognizedClientException",
        RefusalKind.Forbidden or RefusalKind.Billing => "AccessDeniedException",
        RefusalKind.NotFound => "ValidationException",
        _ => char.ToUpperInvariant(ExceptionType(kind)[0]) + ExceptionType(kind)[1..],
    };

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.BadRequest or RefusalKind.NotFound => 400,
        RefusalKind.MissingKey or RefusalKind.BadKey or RefusalKind.Billing or RefusalKind.Forbidden => 403,
        RefusalKind.TooLarge => 413,
        RefusalKind.RateLimited => 429,
        RefusalKind.Overloaded => 503,
        RefusalKind.Timeout => 408,
        _ => 500,
    };
}
