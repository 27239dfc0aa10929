using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>What a translated exchange carries from its request to its answer.</summary>
/// <param name="Translation">The way there and back.</param>
/// <param name="Spoken">The protocol of the upstream.</param>
/// <param name="Context">What the writer of the answer has to know.</param>
/// <param name="Losses">What neither side could say.</param>
internal sealed record Translated(Translation Translation, Protocol Spoken, AnswerContext Context, LossLog Losses);
