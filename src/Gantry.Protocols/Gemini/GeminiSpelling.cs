using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>
/// Finds what has to change in a client's own bytes for a service that knows the camelCase names alone, and not all of them (case 307). Names
/// inside what is the client's own (arguments, results, the properties of schemas, labels) are left alone.
/// </summary>
public static class GeminiSpelling
{
    private const int Deepest = 256;

    private static readonly NameTable Opaque = new(
    [
        "args", "partialArgs", "parametersJsonSchema", "responseJsonSchema", "labels", "customMetadata", "default", "example", "enum", "required",
    ]);

    /// <summary>Whose members have names that the client has made.</summary>
    private static readonly NameTable Maps = new(["properties", "defs", "$defs", "patternProperties"]);

    private static readonly Dictionary<string, string> Camel = Names().ToDictionary(Snake, name => name, StringComparer.Ordinal);

    private static readonly NameTable Snakes = new(Camel.Keys);

    /// <summary>The edits of one request, in order.</summary>
    /// <param name="body">One JSON object.</param>
    /// <param name="omit">Whether a member is to be left out: the name of the one that holds it (empty for the request itself) and its own, both in camelCase.</param>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static IReadOnlyList<JsonEdit> Edits(ReadOnlySpan<byte> body, Func<string, string, bool> omit)
    {
        ArgumentNullException.ThrowIfNull(omit);
        var edits = new List<JsonEdit>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest });
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            Object(ref reader, "", isMap: false, omit, edits);
        }

        return edits;
    }

    private static void Object(ref Utf8JsonReader reader, string place, bool isMap, Func<string, string, bool> omit, List<JsonEdit> edits)
    {
        int keptEnd = -1, cutFrom = -1, cutEnd = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var snake = isMap || reader.ValueIsEscaped ? null : Snakes.Find(reader.ValueSpan);
            var name = snake is null ? reader.GetString()! : Camel[snake];
            var length = reader.ValueSpan.Length;
            reader.Read();
            if (!isMap && omit(place, name))
            {
                reader.Skip();
                cutFrom = cutFrom < 0 ? start : cutFrom;
                cutEnd = (int)reader.BytesConsumed;
                continue;
            }

            if (cutFrom >= 0)
            {
                edits.Add(new JsonEdit(new ByteRange(cutFrom, start - cutFrom), default));
                cutFrom = -1;
            }

            if (snake is not null)
            {
                edits.Add(new JsonEdit(new ByteRange(start + 1, length), Encoding.ASCII.GetBytes(name)));
            }

            Value(ref reader, place, name, isMap, omit, edits);
            keptEnd = (int)reader.BytesConsumed;
        }

        if (cutFrom >= 0)
        {
            // The last ones take the comma before them along.
            var from = keptEnd < 0 ? cutFrom : keptEnd;
            edits.Add(new JsonEdit(new ByteRange(from, cutEnd - from), default));
        }
    }

    private static void Value(ref Utf8JsonReader reader, string place, string name, bool isMap, Func<string, string, bool> omit, List<JsonEdit> edits)
    {
        if (!isMap && (Opaque.Find(Encoding.UTF8.GetBytes(name)) is not null || (name == "response" && place == "functionResponse")))
        {
            reader.Skip();
            return;
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Object(ref reader, name, !isMap && Maps.Find(Encoding.UTF8.GetBytes(name)) is not null, omit, edits);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Value(ref reader, place, name, isMap: false, omit, edits);
            }
        }
    }

    private static string Snake(string camel) => string.Concat(camel.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));

    /// <summary>Every name of two words and more in requests for answers, counts and embeddings.</summary>
    private static string[] Names() =>
        """
        systemInstruction toolConfig generationConfig safetySettings cachedContent modelArmorConfig serviceTier generateContentRequest
        promptTemplateName responseTemplateName
        inlineData fileData functionCall functionResponse executableCode codeExecutionResult thoughtSignature videoMetadata mediaResolution
        mimeType fileUri displayName startOffset endOffset partMetadata toolCall toolResponse toolType willContinue partialArgs
        functionDeclarations googleSearch googleSearchRetrieval codeExecution urlContext enterpriseWebSearch googleMaps computerUse fileSearch
        parallelAiSearch excludedPredefinedFunctions excludeDomains blockingConfidence timeRangeFilter startTime endTime searchTypes imageSearch webSearch
        dynamicRetrievalConfig dynamicThreshold vertexAiSearch vertexRagStore externalApi dataStoreSpecs dataStore maxResults ragResources ragCorpus ragFileIds
        ragRetrievalConfig similarityTopK vectorDistanceThreshold vectorSimilarityThreshold disableAttribution storeContext enableWidget authConfig
        parametersJsonSchema responseJsonSchema
        functionCallingConfig allowedFunctionNames streamFunctionCallArguments retrievalConfig latLng languageCode includeServerSideToolInvocations
        topP topK candidateCount maxOutputTokens stopSequences responseLogprobs presencePenalty frequencyPenalty responseMimeType responseSchema
        routingConfig autoMode manualMode modelName modelRoutingPreference audioTimestamp responseModalities speechConfig voiceConfig prebuiltVoiceConfig voiceName
        multiSpeakerVoiceConfig speakerVoiceConfigs thinkingConfig includeThoughts thinkingBudget thinkingLevel modelConfig featureSelectionPreference
        enableAffectiveDialog enableEnhancedCivicAnswers imageConfig aspectRatio imageSize imageOutputOptions compressionQuality personGeneration prominentPeople
        modelSelectionConfig
        anyOf oneOf minItems maxItems minProperties maxProperties minLength maxLength propertyOrdering additionalProperties prefixItems
        taskType outputDimensionality autoTruncate embedContentConfig documentOcr audioTrackExtraction
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
