using Gantry.Relay.Paths;
using Xunit;

namespace Gantry.Tests.Relay.Paths;

public sealed class PathHealerTests
{
    /// <summary>Method, path as it comes, upstream path that it means, base URL that the client should have.</summary>
    public static readonly TheoryData<string, string, string, string> Malformed = new()
    {
        // Anthropic: a version in a base URL that wants none, whole endpoints as the base.
        { "POST", "/v1/v1/messages", "v1/messages", "" },
        { "POST", "/v1/v1/v1/messages", "v1/messages", "" },
        { "POST", "/v1/messages/v1/messages", "v1/messages", "" },
        { "POST", "/v1/messages/messages", "v1/messages", "/v1" },
        { "POST", "/v1/v1/messages/count_tokens", "v1/messages/count_tokens", "" },
        { "POST", "/v1/messages/v1/messages/count_tokens", "v1/messages/count_tokens", "" },
        { "POST", "/messages", "v1/messages", "/v1" },
        { "POST", "/messages/count_tokens", "v1/messages/count_tokens", "/v1" },
        { "POST", "/api/v1/messages", "v1/messages", "" },
        { "POST", "/api/messages", "v1/messages", "/v1" },
        { "POST", "/anthropic/v1/messages", "v1/messages", "" },
        { "POST", "/anthropic/messages", "v1/messages", "/v1" },
        { "POST", "/api/anthropic/v1/messages", "v1/messages", "" },
        { "POST", "/claude/v1/messages", "v1/messages", "" },
        { "POST", "/openai/v1/v1/messages", "v1/messages", "" },
        { "POST", "/v2/messages", "v1/messages", "" },
        { "POST", "/v1beta/messages", "v1/messages", "" },
        { "POST", "/v1beta/v1/messages", "v1/messages", "" },
        { "POST", "/v1/messages/", "v1/messages", "" },
        { "POST", "//v1/messages", "v1/messages", "" },
        { "POST", "/v1//messages", "v1/messages", "" },
        { "POST", "/v1/messages//", "v1/messages", "" },
        { "POST", "/V1/Messages", "v1/messages", "" },
        { "POST", "/v1/chat/completions/v1/messages", "v1/messages", "" },

        // OpenAI Chat and its neighbours.
        { "POST", "/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1/v1/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1/chat/completions/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1/chat/completions/v1/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/chat/completions/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/api/v1/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/api/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/openai/v1/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/openai/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1/openai/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1beta/openai/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/api/openai/v1/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1beta/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v2/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/v4/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/V1/Chat/Completions", "v1/chat/completions", "/v1" },
        { "POST", "/v1/chat/completions/", "v1/chat/completions", "/v1" },
        { "POST", "//v1//chat//completions", "v1/chat/completions", "/v1" },
        { "POST", "/completions", "v1/completions", "/v1" },
        { "POST", "/v1/chat/completions/completions", "v1/completions", "/v1" },
        { "POST", "/v1/v1/embeddings", "v1/embeddings", "/v1" },
        { "POST", "/embeddings", "v1/embeddings", "/v1" },
        { "POST", "/v1/chat/completions/embeddings", "v1/embeddings", "/v1" },
        { "POST", "/images/generations", "v1/images/generations", "/v1" },
        { "POST", "/v1/v1/images/edits", "v1/images/edits", "/v1" },
        { "POST", "/v1/images/generations/images/generations", "v1/images/generations", "/v1" },
        { "POST", "/audio/speech", "v1/audio/speech", "/v1" },
        { "POST", "/v1/v1/audio/transcriptions", "v1/audio/transcriptions", "/v1" },
        { "POST", "/v1/models/chat/completions", "v1/chat/completions", "/v1" },
        { "POST", "/api/rerank", "v1/rerank", "/v1" },
        { "POST", "/v1/v1/moderations", "v1/moderations", "/v1" },

        // Responses.
        { "POST", "/responses", "v1/responses", "/v1" },
        { "POST", "/v1/v1/responses", "v1/responses", "/v1" },
        { "POST", "/v1/responses/responses", "v1/responses", "/v1" },
        { "POST", "/v1/responses/v1/responses", "v1/responses", "/v1" },
        { "POST", "/v1/chat/completions/responses", "v1/responses", "/v1" },
        { "POST", "/api/codex/responses", "v1/responses", "/v1" },
        { "POST", "/v1/responses/responses/compact", "v1/responses/compact", "/v1" },
        { "POST", "/responses/input_tokens", "v1/responses/input_tokens", "/v1" },
        { "GET", "/v1/v1/responses/resp_1", "v1/responses/resp_1", "/v1" },
        { "GET", "/v1/responses/responses/resp_1", "v1/responses/resp_1", "/v1" },
        { "POST", "/responses/resp_1/cancel", "v1/responses/resp_1/cancel", "/v1" },
        { "GET", "/v1/responses/resp_1/Input_Items/", "v1/responses/resp_1/input_items", "/v1" },
        { "GET", "/v1/v1/responses", "v1/responses", "/v1" },

        // Gemini.
        { "POST", "/v1beta/v1beta/models/g:generateContent", "v1beta/models/g:generateContent", "" },
        { "POST", "/v1/v1beta/models/g:streamGenerateContent", "v1beta/models/g:streamGenerateContent", "" },
        { "POST", "/v1beta/v1/models/g:generateContent", "v1/models/g:generateContent", "" },
        { "POST", "/models/g:streamGenerateContent", "v1beta/models/g:streamGenerateContent", "/v1beta" },
        { "POST", "/api/v1beta/models/g:countTokens", "v1beta/models/g:countTokens", "" },
        { "POST", "/gemini/v1beta/models/g:generateContent", "v1beta/models/g:generateContent", "" },
        { "POST", "/v1/gemini/v1beta/models/g:generateContent", "v1beta/models/g:generateContent", "" },
        { "POST", "/gemini/models/g:generateContent", "v1beta/models/g:generateContent", "/v1beta" },
        { "POST", "/v2/models/g:generateContent", "v1beta/models/g:generateContent", "" },
        { "POST", "/v1beta1/models/g:generateContent", "v1beta/models/g:generateContent", "" },
        { "POST", "/V1Beta/Models/g:generatecontent", "v1beta/models/g:generateContent", "" },
        { "POST", "/v1beta/models/g:generateContent/", "v1beta/models/g:generateContent", "" },
        { "POST", "/v1beta//models/a/b:generateContent", "v1beta/models/a/b:generateContent", "" },
        { "POST", "/v1beta/v1beta/models/g%3AgenerateContent", "v1beta/models/g:generateContent", "" },
        { "POST", "/v1beta/models/g:generateContent/v1beta/models/h:generateContent", "v1beta/models/h:generateContent", "" },
        { "POST", "/v1beta/models/g:embedContent/models/h:embedContent", "v1beta/models/h:embedContent", "/v1beta" },
        { "POST", "/google/v1alpha/v1alpha/models/g:batchEmbedContents", "v1alpha/models/g:batchEmbedContents", "" },

        // Model lists.
        { "GET", "/models", "v1/models", "/v1" },
        { "GET", "/v1/v1/models", "v1/models", "/v1" },
        { "GET", "/api/v1/models/", "v1/models", "/v1" },
        { "GET", "/v1/chat/completions/models", "v1/models", "/v1" },
        { "GET", "/v1/responses/models", "v1/models", "/v1" },
        { "GET", "/v1beta/openai/models", "v1/models", "/v1" },
        { "GET", "/v1beta/v1beta/models", "v1beta/models", "" },
        { "GET", "/gemini/models", "v1beta/models", "/v1beta" },
        { "GET", "/openai/v1/models/a/b", "v1/models/a/b", "/v1" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    [Trait("Case", "151")]
    public void Malformed_base_is_mended_and_named(string method, string path, string upstream, string clientBase)
    {
        var match = RelayRoutes.Match(method, path);

        Assert.NotNull(match);
        Assert.True(match.Value.MethodAllowed);
        Assert.Equal(upstream, match.Value.Version + match.Value.UpstreamPath());
        Assert.Equal(clientBase, match.Value.HealedBase);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Base_that_was_named_needs_no_mending(string method, string path, string upstream, string clientBase)
    {
        _ = path;
        // A client that appends a version gets a base without one, and the other way round.
        var suffix = clientBase.Length > 0 ? upstream[(clientBase.Length - 1)..] : "/" + upstream;

        var match = RelayRoutes.Match(method, clientBase + suffix);

        Assert.NotNull(match);
        Assert.Null(match.Value.HealedBase);
        Assert.Equal(upstream, match.Value.Version + match.Value.UpstreamPath());
    }

    [Fact]
    public void Table_is_long_enough() => Assert.True(Malformed.Count >= 60);

    [Theory]
    [InlineData("/api/v1/v1/messages", "/api")]
    [InlineData("/API/messages", "/api/v1")]
    [InlineData("/api/v1/chat/completions/", "/api/v1")]
    public void Base_named_keeps_the_path_base_that_the_client_used(string path, string expected) =>
        Assert.Equal(expected, RelayRoutes.Match("POST", path, "/api")!.Value.HealedBase);

    [Theory]
    [InlineData("/x/v1/messages")]
    [InlineData("/admin/messages")]
    [InlineData("/v1/files")]
    [InlineData("/v1/messages/batches")]
    [InlineData("/v1/messages/x/v1/messages")]
    [InlineData("/v1/chat/completions/cmpl-1")]
    [InlineData("/v1/../v1/messages")]
    [InlineData("/api/manage/models")]
    [InlineData("/console/models")]
    [InlineData("/v1/v1")]
    [InlineData("/v1beta/models/g:predict")]
    [InlineData("/v1beta/tunedModels/g:generateContent")]
    [InlineData("/openai/deployments/gpt/chat/completions")]
    [InlineData("/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/messages")]
    [InlineData("/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1/messages")]
    public void Unknown_segment_is_never_dropped(string path) => Assert.Null(RelayRoutes.Match("POST", path));
}
