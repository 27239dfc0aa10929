using System.Text;
using Gantry.Protocols.ModelLists;
using Xunit;

namespace Gantry.Protocols.Tests.ModelLists;

/// <summary>Lists of models in the shapes of every vendor.</summary>
public sealed class UpstreamModelListTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"gpt-5","object":"model"},{"id":"gpt-5"},{"id":"o9"}]}""", "gpt-5, o9")]
    [InlineData("""{"data":[{"type":"model","id":"claude-x","display_name":"Claude X"}],"has_more":false}""", "claude-x (Claude X)")]
    [InlineData("""{"models":[{"name":"models/gemini-9","displayName":"Gemini 9"}]}""", "gemini-9 (Gemini 9)")]
    [InlineData("""{"publisherModels":[{"name":"publishers/google/models/gemini-9"}]}""", "gemini-9")]
    [InlineData("""{"modelSummaries":[{"modelId":"vendor.big-v1:0","modelName":"Big"}]}""", "vendor.big-v1:0 (Big)")]
    [InlineData("""{"inferenceProfileSummaries":[{"inferenceProfileId":"eu.vendor.big-v1:0","inferenceProfileName":"EU Big"}]}""", "eu.vendor.big-v1:0 (EU Big)")]
    [InlineData("""[{"id":"org/model","name":"org/model"},"bare"]""", "org/model, bare")]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{"data":[{"id":" spaced"},{"id":""},{"id":7},null,{"no":"id"}]}""", "7")]
    public void List_is_read_in_every_shape(string body, string expected) =>
        Assert.Equal(expected, string.Join(", ", UpstreamModelList.Read(Encoding.UTF8.GetBytes(body), 10)!.Select(model => model.DisplayName is null ? model.Name : $"{model.Name} ({model.DisplayName})")));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"data":{"id":"x"}}""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    public void What_is_no_list_is_none(string body) => Assert.Null(UpstreamModelList.Read(Encoding.UTF8.GetBytes(body), 10));

    [Fact]
    public void No_more_are_read_than_asked_for() =>
        Assert.Equal(3, UpstreamModelList.Read(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 9).Select(i => $"\"m{i}\""))}]"), 3)!.Count);
}
