using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Embeddings;

/// <summary>Reads the answer of an embeddings endpoint in OpenAI's shape.</summary>
internal sealed class EmbeddingsMeter() : AnswerReader(EmbeddingsNames.Shape)
{
    private readonly EmbeddingsUsage _usage = new();

    protected override void ReadUsage(ReadOnlySpan<byte> json) => Report(_usage.Read(json), _usage.Clamped);
}
