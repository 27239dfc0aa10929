using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>The single pass behind <see cref="RequestPeek"/>.</summary>
internal ref struct RequestWalk(int start, bool modelRequired, Span<int> propertyCounts, Span<ulong> nameHashes)
{
    private readonly Span<int> _counts = propertyCounts;
    private NameSet _names = new(nameHashes);
    private RequestField _member;      // the top-level member whose value is being walked
    private RequestField _pending;     // what the next value token is the value of
    private int _cacheMarkDepth;       // depth of the members of the cache mark being walked, or 0
    private RequestRejection? _rejection;

    private string? _model;
    private ByteRange? _modelRange;
    private bool? _stream;
    private int _streamOptionsStart;
    private ByteRange? _streamOptions;
    private StreamOptionsShape _streamOptionsShape;
    private ByteRange? _includeUsageRange;
    private bool _includeUsage;
    private long? _maxOutput;
    private long? _choices;
    private bool _hasTools;
    private bool _oneHour;
    private int _rootEnd;

    public bool Run(
        ref Utf8JsonReader reader, [NotNullWhen(true)] out RequestFacts? facts, [NotNullWhen(false)] out RequestRejection? rejection)
    {
        facts = null;
        try
        {
            while (_rejection is null && reader.Read()) Token(ref reader);
        }
        catch (JsonException e)
        {
            Reject(RequestRejectionKind.NotJson, null, start + reader.BytesConsumed,
                $"The body is not valid JSON: reading stopped in line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of that line.");
        }

        if (_rejection is null && modelRequired && _model is null)
        {
            Reject(RequestRejectionKind.ModelMissing, "model", _rootEnd, "The body has no \"model\"; name the model that shall answer.");
        }

        rejection = _rejection;
        if (rejection is not null) return false;
        facts = new RequestFacts
        {
            Model = _model,
            ModelRange = _modelRange,
            Stream = _stream,
            StreamOptions = _streamOptions,
            StreamOptionsShape = _streamOptionsShape,
            IncludeUsageRange = _includeUsageRange,
            IncludeUsage = _includeUsage,
            MaxOutputTokens = _maxOutput,
            Choices = _choices,
            HasTools = _hasTools,
            CachesForOneHour = _oneHour,
            RootEnd = _rootEnd,
            RootIsEmpty = _counts[1] == 0,
        };
        return true;
    }

    private void Token(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Name(ref reader, depth);
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                if (depth == 0 && reader.TokenType == JsonTokenType.StartArray) RejectRoot(ref reader);
                if (depth >= RequestPeek.MaxDepth)
                {
                    Reject(RequestRejectionKind.TooDeep, null, start + reader.TokenStartIndex,
                        $"The body is nested deeper than {RequestPeek.MaxDepth} levels.");
                    return;
                }

                _counts[depth + 1] = 0;
                break;
            case JsonTokenType.EndObject:
                Close(ref reader, depth);
                return;
            case JsonTokenType.EndArray:
                return;
            default:
                if (depth == 0) RejectRoot(ref reader);
                break;
        }

        if (depth == 2 && _member == RequestField.Tools) _hasTools = true;
        if (_pending == RequestField.None) return;
        var field = _pending;
        _pending = RequestField.None;
        Value(ref reader, field, depth);
    }

    private void Name(ref Utf8JsonReader reader, int depth)
    {
        if (++_counts[depth] > RequestPeek.MaxProperties)
        {
            Reject(RequestRejectionKind.TooManyProperties, null, start + reader.TokenStartIndex,
                $"An object in the body has more than {RequestPeek.MaxProperties} members.");
            return;
        }

        if (depth == 1)
        {
            if (!AddName(ref reader)) return;
            _pending = _member = RequestFields.TopLevel(ref reader);
        }
        else if (depth == 2 && _member is RequestField.StreamOptions or RequestField.GenerationConfig or RequestField.InferenceConfig)
        {
            _pending = RequestFields.Second(ref reader, _member);
        }
        else if (depth == _cacheMarkDepth && RequestFields.Is(ref reader, "ttl"u8))
        {
            _pending = RequestField.CacheLifetime;
        }

        if (_pending == RequestField.None && RequestFields.IsCacheMark(ref reader)) _pending = RequestField.CacheMark;
    }

    private void Value(ref Utf8JsonReader reader, RequestField field, int depth)
    {
        var type = reader.TokenType;
        var range = new ByteRange(
            start + (int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));
        switch (field)
        {
            case RequestField.Model when type != JsonTokenType.Null:
                _modelRange = range;
                _model = ModelName(ref reader);
                break;
            case RequestField.Stream when type is JsonTokenType.True or JsonTokenType.False:
                _stream = type == JsonTokenType.True;
                break;
            case RequestField.Stream when type != JsonTokenType.Null:
                Reject(RequestRejectionKind.StreamNotABool, "stream", range.Offset, "\"stream\" must be true or false.");
                break;
            case RequestField.StreamOptions when type == JsonTokenType.StartObject:
                _streamOptionsStart = range.Offset;
                break;
            case RequestField.StreamOptions:
                _streamOptions = range;
                _streamOptionsShape = type == JsonTokenType.Null ? StreamOptionsShape.Null : StreamOptionsShape.Other;
                _member = RequestField.None;
                break;
            case RequestField.IncludeUsage:
                IncludeUsageValue(ref reader, range);
                break;
            case RequestField.MaxOutput:
                _maxOutput = Largest(_maxOutput, Count(ref reader));
                break;
            case RequestField.Choices:
                _choices = Largest(_choices, Count(ref reader));
                break;
            case RequestField.CacheMark when type == JsonTokenType.StartObject:
                _cacheMarkDepth = depth + 1;
                break;
            case RequestField.CacheLifetime:
                _oneHour |= type == JsonTokenType.String && IsHour(ref reader);
                break;
        }
    }

    private void Close(ref Utf8JsonReader reader, int depth)
    {
        if (depth + 1 == _cacheMarkDepth) _cacheMarkDepth = 0;
        if (depth == 0) _rootEnd = start + (int)reader.TokenStartIndex;
        if (depth != 1 || _member != RequestField.StreamOptions) return;
        _streamOptions = new ByteRange(_streamOptionsStart, start + (int)reader.BytesConsumed - _streamOptionsStart);
        _streamOptionsShape = _counts[2] == 0 ? StreamOptionsShape.EmptyObject : StreamOptionsShape.Object;
    }

    // Twice include_usage is refused like a duplicate at the top: the reading that wins upstream decides whether usage is told at all.
    private void IncludeUsageValue(ref Utf8JsonReader reader, ByteRange range)
    {
        if (_includeUsageRange is not null)
        {
            RejectDuplicate("stream_options.include_usage", range.Offset);
            return;
        }

        int end = range.End;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            end = start + (int)reader.BytesConsumed;
        }

        _includeUsageRange = range with { Length = end - range.Offset };
        _includeUsage = reader.TokenType == JsonTokenType.True;
    }

    private static bool IsHour(ref Utf8JsonReader reader)
    {
        try
        {
            return RequestFields.Is(ref reader, "1h"u8);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: some other text.
            return false;
        }
    }

    private string? ModelName(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or bytes that are not UTF-8: no model can be called that. Falls through to the refusal.
        }

        Reject(RequestRejectionKind.ModelNotAString, "model", start + reader.TokenStartIndex, "\"model\" must be a string of valid text.");
        return null;
    }

    private bool AddName(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            if (_names.Add(reader.ValueSpan)) return true;
        }
        else
        {
            int length = (int)(reader.BytesConsumed - reader.TokenStartIndex);
            byte[] rented = ArrayPool<byte>.Shared.Rent(length);
            bool added = _names.Add(rented.AsSpan(0, RequestFields.Unescape(ref reader, rented)));
            ArrayPool<byte>.Shared.Return(rented);
            if (added) return true;
        }

        RejectDuplicate(RequestFields.Display(ref reader), start + reader.TokenStartIndex);
        return false;
    }

    private static long? Count(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number) return null;
        if (reader.TryGetInt64(out long whole)) return whole >= 0 ? whole : null;
        return reader.TryGetDouble(out double number) && number is >= 0 and < 1e18 ? (long)number : null;
    }

    private static long? Largest(long? left, long? right) => left > right || right is null ? left : right;

    private void RejectRoot(ref Utf8JsonReader reader) =>
        Reject(RequestRejectionKind.NotAnObject, null, start + reader.TokenStartIndex, "The body must be a JSON object.");

    private void RejectDuplicate(string name, long offset) =>
        Reject(RequestRejectionKind.DuplicateName, name, offset, $"\"{name}\" stands twice in the body; give it once.");

    private void Reject(RequestRejectionKind kind, string? field, long offset, string message) =>
        _rejection ??= new RequestRejection(kind, field, offset, message);
}
