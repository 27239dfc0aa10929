namespace Gantry.Access.Limits;

/// <summary>Which of the limits of a scope.</summary>
internal enum RateKind
{
    RequestsPerMinute,
    TokensPerMinute,
    Concurrent,
}
