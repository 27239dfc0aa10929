using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Every recorded refusal, told to clients of each protocol, is raised by the official SDK as its typed error.</summary>
public sealed class TranslatedErrorsTest(ITestOutputHelper output)
{
    private static readonly Protocol[] Clients = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];

    [Fact]
    public async Task Every_recorded_refusal_is_raised_as_the_typed_error_of_its_status_with_its_message()
    {
        var cases = Cases().ToList();
        var readings = await NodeMatrix.ReadAsync([.. cases.Select(told => (told.Client, false, told.Served))]);
        var faults = new List<string>();
        var table = new StringBuilder();
        foreach (var (told, shown) in cases.Zip(readings))
        {
            var (recording, client, error, served) = told;
            string message = SdkReading.TextOf(shown.Error, "message");
            string raised = $"{SdkReading.TextOf(shown.Error, "class")} {(shown.Error.TryGetProperty("status", out var status) ? status.GetRawText() : "")}";
            string expected = $"{Class(client, served.Status)} {served.Status.ToString(CultureInfo.InvariantCulture)}";
            if (raised != expected) faults.Add($"{recording.Id} -> {client}: {raised} and not {expected}");
            if (!message.Contains(error.Message, StringComparison.Ordinal) && !message.Contains(Escaped(error.Message), StringComparison.Ordinal))
            {
                faults.Add($"{recording.Id} -> {client}: says '{message}' and not '{error.Message}'");
            }

            if (client == Clients[0]) table.Append(CultureInfo.InvariantCulture, $"{recording.Id} {recording.Status}\n");
            table.Append($"    {client}: {raised} {SdkReading.TextOf(shown.Error, "type")} {SdkReading.TextOf(shown.Error, "code")}".TrimEnd()).Append('\n');
        }

        output.WriteLine($"{cases.Count} translated refusals");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        ReviewedFile.Matches("Translation/Golden/errors.txt", table.ToString());
    }

    private static IEnumerable<(RecordedExchange Recording, Protocol Client, GatewayError Error, ServedAnswer Served)> Cases()
    {
        foreach (var recording in SharedData.Recordings().Where(recording => recording.Status >= 400))
        {
            var error = UpstreamErrors.Read(
                recording.Protocol, recording.Status, recording.Headers.GetValueOrDefault("content-type"), recording.Body, name => recording.Headers.GetValueOrDefault(name));
            foreach (var client in Clients)
            {
                var told = ClientErrors.Tell(client, error, "r1");
                yield return (recording, client, told, AnswerTranslator.Fail(client, told, new ArrayBufferWriter<byte>()));
            }
        }
    }

    private static string Class(Protocol client, int status) => client == Protocol.Gemini ? "ApiError" : status switch
    {
        400 => "BadRequestError",
        401 => "AuthenticationError",
        403 => "PermissionDeniedError",
        404 => "NotFoundError",
        409 => "ConflictError",
        422 => "UnprocessableEntityError",
        429 => "RateLimitError",
        413 when client == Protocol.Messages => "ContentTooLargeError",
        529 when client == Protocol.Messages => "OverloadedError",
        >= 500 => "InternalServerError",
        _ => "APIError",
    };

    // Anthropic's and Google's SDKs show the body as it stands.
    private static string Escaped(string text) => JsonSerializer.Serialize(text, Relaxed)[1..^1];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
