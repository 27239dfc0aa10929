namespace Gantry.Simulator.Dialects;

/// <summary>An error that the vendor answers.</summary>
internal sealed record Refusal(RefusalKind Kind, string Message)
{
    /// <summary>The member at fault.</summary>
    public string? Param { get; init; }

    /// <summary>The exact status to use instead of the dialect's own for the kind.</summary>
    public int? Status { get; init; }

    public static Refusal ModelNotFound(string model) => new(RefusalKind.NotFound, model);

    /// <summary>The error that goes with a status.</summary>
    public static Refusal Of(int status) => status switch
    {
        400 or 422 => new(RefusalKind.BadRequest, "The simulator was told to refuse this request.") { Status = status },
        401 => new(RefusalKind.BadKey, "The simulator was told to refuse this key.") { Status = status },
        402 => new(RefusalKind.Billing, "The simulator was told that the credit is used up.") { Status = status },
        403 => new(RefusalKind.Forbidden, "The simulator was told to forbid this.") { Status = status },
        404 => new(RefusalKind.NotFound, "simulated") { Status = status },
        413 => new(RefusalKind.TooLarge, "The simulator was told that the request is too large.") { Status = status },
        429 => new(RefusalKind.RateLimited, "The simulator was told to limit the rate.") { Status = status },
        503 or 529 => new(RefusalKind.Overloaded, "Overloaded") { Status = status },
        504 or 408 => new(RefusalKind.Timeout, "The simulator was told to time out.") { Status = status },
        _ => new(RefusalKind.ServerError, "Internal server error") { Status = status },
    };
}
