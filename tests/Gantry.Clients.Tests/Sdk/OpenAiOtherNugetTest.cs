using System.ClientModel;
using Gantry.Clients.Tests.Gateway;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Models;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>NuGet <c>OpenAI</c> on models, embeddings and images.</summary>
public sealed class OpenAiOtherNugetTest(GatewayFixture fixture)
{
    private readonly ApiKeyCredential _key = new(fixture.Gateway.Key);

    [Fact]
    public async Task Models_are_listed()
    {
        OpenAIModelCollection models = await new OpenAIModelClient(_key, OpenAiNuget.Options(fixture.Gateway)).GetModelsAsync();
        Assert.Contains(models, model => model.Id == Models.Gpt);
        Assert.Contains(models, model => model.Id == Models.Embedding);
    }

    [Fact]
    public async Task One_model_is_described()
    {
        OpenAIModel model = await new OpenAIModelClient(_key, OpenAiNuget.Options(fixture.Gateway)).GetModelAsync(Models.Gpt);
        Assert.Equal(Models.Gpt, model.Id);
    }

    [Fact]
    public async Task Texts_are_embedded()
    {
        var client = new EmbeddingClient(Models.Embedding, _key, OpenAiNuget.Options(fixture.Gateway));
        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(["one", "two"]);
        Assert.Equal(2, vectors.Count);
        Assert.True(vectors[0].ToFloats().Length > 1);
        Assert.True(vectors.Usage.TotalTokenCount > 0);
    }

    [Fact]
    public async Task Image_is_drawn()
    {
        var client = new ImageClient(Models.Image, _key, OpenAiNuget.Options(fixture.Gateway));
        GeneratedImage image = await client.GenerateImageAsync("A toll gantry at dusk");
        Assert.True(image.ImageBytes.ToMemory().Length > 50);
    }
}
