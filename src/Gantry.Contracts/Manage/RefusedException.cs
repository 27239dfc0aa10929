namespace Gantry.Contracts.Manage;

/// <summary>Ends an operation of management that is not done. Nothing was changed.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;

    /// <summary>A refusal without fields.</summary>
    public static RefusedException Of(RefusalKind kind, string code, string detail) => new(new Refusal { Kind = kind, Code = code, Detail = detail });

    /// <summary>One field is wrong.</summary>
    public static RefusedException Field(string field, string message) => new(new Refusal
    {
        Kind = RefusalKind.Invalid,
        Code = "invalid_request",
        Detail = $"{field}: {message}",
        Errors = Refusal.NoErrors.Add(field, [message]),
    });

    /// <summary>There is no such thing, or it belongs to others: nobody can tell which.</summary>
    public static RefusedException Missing(string what) => Of(RefusalKind.NotFound, "not_found", $"There is no such {what}.");
}
