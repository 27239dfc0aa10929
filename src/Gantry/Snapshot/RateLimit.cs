namespace Gantry.Snapshot;

/// <summary>How much may be asked for in any minute and at once. At least one of the limits is there.</summary>
/// <param name="Scope">What is counted.</param>
/// <param name="RequestsPerMinute">Null for no such limit.</param>
/// <param name="TokensPerMinute">Tokens of prompts and answers together; null for no such limit.</param>
/// <param name="Concurrent">Requests under way at once; null for no such limit.</param>
public sealed record RateLimit(RateScope Scope, long? RequestsPerMinute, long? TokensPerMinute = null, long? Concurrent = null);
