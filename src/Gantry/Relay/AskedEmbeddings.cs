using Gantry.Protocols;
using Gantry.Protocols.Embeddings;

namespace Gantry.Relay;

/// <summary>Vectors that were asked for in another protocol than the upstream's.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Spoken">The upstream's protocol.</param>
internal sealed record AskedEmbeddings(EmbeddingsRequest Request, Protocol Spoken);
