using System.Globalization;
using System.Text.Json;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>Writes refusals as problem details.</summary>
internal static class ProblemWriter
{
    public const string MediaType = "application/problem+json";

    public static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotSignedIn => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden or RefusalKind.StepUpRequired => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Changed => StatusCodes.Status412PreconditionFailed,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.WrongMediaType => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.TooOften => StatusCodes.Status429TooManyRequests,
        RefusalKind.TooSlow => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Refused => StatusCodes.Status422UnprocessableEntity,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    public static Task WriteAsync(HttpContext http, Refusal refusal)
    {
        var status = Status(refusal.Kind);
        if (status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.RetryAfter is { } wait) http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        return WriteAsync(http, new Problem
        {
            Type = $"urn:gantry:problem:{refusal.Code}",
            Title = Title(refusal.Kind),
            Status = status,
            Detail = refusal.Detail,
            Code = refusal.Code,
            Errors = refusal.Errors.IsEmpty ? null : refusal.Errors.ToDictionary(e => e.Key, e => (IReadOnlyList<string>)e.Value),
            RequestId = http.Response.Headers["x-request-id"].ToString(),
            Origin = refusal.Kind == RefusalKind.TooSlow ? "gateway" : "client",
        });
    }

    /// <summary>Something broke here. What it was is in the log.</summary>
    public static Task WriteBrokenAsync(HttpContext http) => WriteAsync(http, new Problem
    {
        Type = "urn:gantry:problem:internal_error",
        Title = "The gateway failed.",
        Status = StatusCodes.Status500InternalServerError,
        Detail = "Something broke in the gateway; its log says more under this request id.",
        Code = "internal_error",
        RequestId = http.Response.Headers["x-request-id"].ToString(),
        Origin = "gateway",
    });

    private static async Task WriteAsync(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = MediaType;
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ManageJson.Options), http.RequestAborted);
    }

    private static string Title(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => "The request is wrong.",
        RefusalKind.NotSignedIn => "Nobody is signed in.",
        RefusalKind.Forbidden => "You may not do this.",
        RefusalKind.StepUpRequired => "A fresh proof is needed.",
        RefusalKind.NotFound => "There is no such thing.",
        RefusalKind.Conflict => "It contradicts what is there.",
        RefusalKind.Changed => "Somebody was faster.",
        RefusalKind.TooLarge => "The body is too large.",
        RefusalKind.TooOften => "Not so often.",
        RefusalKind.TooSlow => "It takes too long.",
        RefusalKind.WrongMediaType => "The body is of another kind.",
        _ => "The configuration's rules do not allow it.",
    };
}
