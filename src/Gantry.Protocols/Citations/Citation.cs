using Gantry.Protocols.Json;

namespace Gantry.Protocols.Citations;

/// <summary>One source of a piece of an answer, in no dialect.</summary>
/// <param name="Url">Where it stands.</param>
/// <param name="Title">Empty where nobody said.</param>
/// <param name="Quote">The words that it backs, as the provider repeats them; empty where it does not.</param>
/// <param name="Start">First UTF-16 unit that it backs, in all text of the answer.</param>
/// <param name="End">Behind the last one.</param>
internal readonly record struct Citation(JsonText Url, JsonText Title, JsonText Quote, int Start, int End);
