using System.ClientModel;
using System.Text.Json;
using Gantry.Clients.Tests.Gateway;
using OpenAI.Responses;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>NuGet <c>OpenAI</c> on Responses.</summary>
public sealed class OpenAiResponsesNugetTest(GatewayFixture fixture)
{
    [Fact]
    public async Task Question_is_answered_with_usage()
    {
        ResponseResult answer = await Client().CreateResponseAsync(Models.Gpt, "Say a few words.");
        Assert.NotEmpty(answer.GetOutputText());
        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.True(answer.Usage.TotalTokenCount > 0);
    }

    [Fact]
    public async Task Stream_arrives_as_it_is_made()
    {
        var text = new StreamedText();
        ResponseResult? completed = null;
        var options = new CreateResponseOptions(Models.Paced, [ResponseItem.CreateUserMessageItem("Go on.")]) { StreamingEnabled = true };
        await using var stream = await Client().CreateResponseStreamingAsync(options);
        await foreach (var update in stream)
        {
            text.Add((update as StreamingResponseOutputTextDeltaUpdate)?.Delta);
            completed = (update as StreamingResponseCompletedUpdate)?.Response ?? completed;
        }

        text.CameAsItWasMade();
        Assert.True(completed?.Usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task Tool_is_called_and_its_result_answered()
    {
        var options = new CreateResponseOptions(Models.Gpt, [ResponseItem.CreateUserMessageItem(Prompts.CallTool)])
        {
            Tools = { ResponseTool.CreateFunctionTool("get_weather", OpenAiNuget.WeatherParameters, strictModeEnabled: true) },
        };
        ResponseResult first = await Client().CreateResponseAsync(options);
        var call = Assert.Single(first.OutputItems.OfType<FunctionCallResponseItem>());
        Assert.Equal("get_weather", call.FunctionName);
        Assert.Equal("Paris", JsonDocument.Parse(call.FunctionArguments).RootElement.GetProperty("city").GetString());

        options.InputItems.Add(call);
        options.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "Sunny, 21 degrees."));
        ResponseResult second = await Client().CreateResponseAsync(options);
        Assert.NotEmpty(second.GetOutputText());
    }

    [Fact]
    public async Task Bad_key_is_an_error_with_status_401()
    {
        var client = new ResponsesClient(new ApiKeyCredential(OpenAiNuget.BadKey), OpenAiNuget.ResponsesOptions(fixture.Gateway));
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CreateResponseAsync(Models.Gpt, "Say a few words."));
        Assert.Equal(401, error.Status);
    }

    [Fact]
    public async Task Unknown_model_is_an_error_with_status_404()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client().CreateResponseAsync(Models.Unknown, "Say a few words."));
        Assert.Equal(404, error.Status);
        Assert.Contains(Models.Unknown, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        using var content = BinaryContent.Create(BinaryData.FromObjectAsJson(new { model = Models.Gpt, input = "Say a few words." }));
        var count = await Client().GetInputTokenCountAsync(content, "application/json");
        var body = JsonDocument.Parse(count.GetRawResponse().Content).RootElement;
        Assert.True(body.GetProperty("input_tokens").GetInt64() > 0);
    }

    private ResponsesClient Client() => new(new ApiKeyCredential(fixture.Gateway.Key), OpenAiNuget.ResponsesOptions(fixture.Gateway));
}
