using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Providers;

public sealed class VertexAddressTests
{
    [Theory]
    [InlineData("https://aiplatform.googleapis.com", "v1", "https://aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/m:generateContent")]
    [InlineData("https://aiplatform.googleapis.com", "v1beta", "https://aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent")]
    [InlineData("https://aiplatform.googleapis.com", "v1alpha", "https://aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent")]
    [InlineData("https://vertex.internal.example/google/", "v1", "https://vertex.internal.example/google/v1/projects/p/locations/l/publishers/google/models/m:generateContent")]
    [InlineData("https://vertex.internal.example/v1beta1", "v1", "https://vertex.internal.example/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent")]
    public void Paths_are_the_same_below_every_address(string baseUrl, string version, string expected) =>
        Assert.Equal(expected, Address(Upstream(baseUrl, ("project", "p"), ("location", "l")), version).AbsoluteUri);

    [Theory]
    [InlineData("us-central1", "https://us-central1-aiplatform.googleapis.com")]
    [InlineData("global", "https://aiplatform.googleapis.com")]
    [InlineData("eu", "https://aiplatform.eu.rep.googleapis.com")]
    [InlineData(null, null)]
    public void Location_leads_to_the_address(string? location, string? expected) =>
        Assert.Equal(expected, ProviderKind.Find("vertex")!.AddressOf(new UpstreamOptions(location is null ? [] : [new("location", location)])));

    [Fact]
    public void Project_is_left_to_the_credential_where_the_upstream_names_none()
    {
        var open = Address(Upstream("https://g.example", ("location", "l")), "v1");

        Assert.Equal("https://g.example/v1/projects/mine/locations/l/publishers/google/models/m:generateContent", VertexAddress.InProject(open, "mine")!.AbsoluteUri);
        Assert.Null(VertexAddress.InProject(open, null));
        Assert.Equal("https://g.example/v1/publishers/google/models/m:generateContent", VertexAddress.Express(open).AbsoluteUri);
    }

    [Fact]
    public void Project_of_the_upstream_goes_before_that_of_the_credential()
    {
        var set = Address(Upstream("https://g.example", ("project", "p")), "v1");

        Assert.Equal("https://g.example/v1/projects/p/locations/global/publishers/google/models/m:generateContent", VertexAddress.InProject(set, "mine")!.AbsoluteUri);
        Assert.Equal(set, VertexAddress.Express(set));
    }

    private static Uri Address(Upstream upstream, string version) => ProviderTable.Get("vertex").Address(
        new UpstreamCall(upstream, Protocol.Gemini, Operation.Chat, "m") { Path = "/models/m:generateContent", Version = version });

    private static Upstream Upstream(string baseUrl, params (string Name, string Value)[] options) => new()
    {
        Name = "u",
        Provider = "vertex",
        BaseUrl = new Uri(baseUrl),
        Credentials = [],
        Speaks = [Protocol.Gemini],
        Options = new UpstreamOptions(options.Select(option => KeyValuePair.Create(option.Name, option.Value))),
    };
}
