namespace Gantry.Access.Limits;

/// <summary>What one request takes of its limits.</summary>
/// <param name="Scopes">The limits.</param>
/// <param name="Account">Who waits: accounts take turns.</param>
/// <param name="PromptTokens">The prompt, estimated: what is taken for certain.</param>
/// <param name="AnswerTokens">The longest answer that is likely: as far as the minute has room for it.</param>
/// <param name="TakesSlot">It counts among the requests that are under way.</param>
internal readonly record struct RateAsk(RateScopes Scopes, Guid Account, long PromptTokens = 0, long AnswerTokens = 0, bool TakesSlot = false);
