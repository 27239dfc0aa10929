using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Errors;

/// <summary>From the words of an upstream to a kind of ours. Specific words come before the status, the status before vague words.</summary>
internal static class ErrorClassifier
{
    public static ErrorKind Kind(ErrorFields fields, string? exception, int status)
    {
        string message = fields.Message ?? "";
        ErrorKind? said = Said(fields, exception);

        // A refused credential first, for whatever reason: the sentence may quote anything.
        if (status == 401 || said == ErrorKind.InvalidKey || (status is 400 or 403 && ErrorWordings.Credential().IsMatch(message))) return ErrorKind.InvalidKey;
        if (said == ErrorKind.ContextTooLong || (status is not (402 or 403 or 404 or 429) && ErrorWordings.ContextTooLong().IsMatch(message))
            || ErrorWordings.LargerThanWindow().IsMatch(message))
        {
            return ErrorKind.ContextTooLong;
        }

        if (IsMoney(fields, said, status, message)) return ErrorKind.Billing;
        if (fields.Moderated || said == ErrorKind.ContentPolicy || (status is 0 or 400 or 403 or 422 && ErrorWordings.Policy().IsMatch(message))) return ErrorKind.ContentPolicy;
        if (said is null or ErrorKind.ModelNotFound && status is 0 or 400 or 404 or 422 && IsModel(fields, status, message)) return ErrorKind.ModelNotFound;
        return said ?? ByStatus(status) ?? Vaguely(fields, exception) ?? ErrorKind.BadUpstream;
    }

    private static ErrorKind? Said(ErrorFields fields, string? exception) =>
        ErrorWordings.Specific(fields.Reason) ?? ErrorWordings.Specific(fields.Code) ?? ErrorWordings.Specific(exception) ?? ErrorWordings.Specific(fields.Type);

    private static ErrorKind? Vaguely(ErrorFields fields, string? exception) =>
        ErrorWordings.General(fields.Code) ?? ErrorWordings.General(exception) ?? ErrorWordings.General(fields.Type);

    // Google says of each limit by the minute that the current quota is exceeded, with the very sentence that means an empty purse at OpenAI.
    private static bool IsMoney(ErrorFields fields, ErrorKind? said, int status, string message)
    {
        if (said == ErrorKind.Billing || status == 402) return true;
        bool google = string.Equals(fields.Type, "RESOURCE_EXHAUSTED", StringComparison.OrdinalIgnoreCase);
        return ErrorWordings.Money().IsMatch(message)
            && (!google || !message.Contains("exceeded your current quota", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsModel(ErrorFields fields, int status, string message) =>
        ErrorWordings.Specific(fields.Code) == ErrorKind.ModelNotFound
        || ErrorWordings.Model().IsMatch(message)
        || (status == 404 && fields.Param == "model");

    private static ErrorKind? ByStatus(int status) => status switch
    {
        403 => ErrorKind.Forbidden,
        404 => ErrorKind.NotFound,
        405 => ErrorKind.MethodNotAllowed,
        408 or 499 or 504 or 522 or 524 => ErrorKind.Timeout,
        409 => ErrorKind.Conflict,
        413 => ErrorKind.TooLarge,
        415 => ErrorKind.UnsupportedMediaType,
        424 => ErrorKind.BadUpstream,
        426 => ErrorKind.UpgradeRequired,
        429 => ErrorKind.RateLimited,
        501 => ErrorKind.NotImplemented,
        503 or 529 => ErrorKind.Overloaded,
        >= 400 and < 500 => ErrorKind.InvalidRequest,
        >= 500 => ErrorKind.BadUpstream,
        _ => null,
    };
}
