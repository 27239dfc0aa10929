using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>One item of an input or output.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="IsMessage">It is a message and not a call, result or the like.</param>
/// <param name="Parts">What is said; one part for each element of a message's content.</param>
internal readonly record struct ResponsesItem(Role Role, bool IsMessage, IReadOnlyList<Part> Parts);
