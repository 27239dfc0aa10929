using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>The single pass behind <see cref="RequestPeek"/>.</summary>
internal ref struct RequestWalk(ReadOnlySpan<byte> json, int start, bool modelRequired, Span<int> propertyCounts, Span<ulong> nameHashes)
{
    // One level more than is allowed, so that the walk itself finds and names the excess.
    private const int ReadableDepth = RequestPeek.MaxDepth + 1;

    // The longest known word, every letter of it escaped.
    private const int LongestTier = 192;

    private readonly ReadOnlySpan<byte> _json = json;
    private JsonTokens _tokens = new(json, ReadableDepth);
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
    private string? _tier;
    private bool _holdsImages;
    private uint _decided;             // a bit for each member below the top level that decides price, where it has been seen
    private int _rootEnd;

    public bool Run(out RequestFacts facts, [NotNullWhen(false)] out RequestRejection? rejection)
    {
        facts = default;
        try
        {
            while (_rejection is null && _tokens.Read()) Token();
        }
        catch (JsonException)
        {
            RejectSyntax();
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
            ServiceTier = _tier,
            HoldsImages = _holdsImages,
            RootEnd = _rootEnd,
            RootIsEmpty = _counts[1] == 0,
        };
        return true;
    }

    private void Token()
    {
        int depth = _tokens.Depth;
        switch (_tokens.Kind)
        {
            case JsonTokenType.PropertyName:
                Name(depth);
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                if (depth == 0 && _tokens.Kind == JsonTokenType.StartArray) RejectRoot();
                if (depth >= RequestPeek.MaxDepth)
                {
                    Reject(RequestRejectionKind.TooDeep, null, start + _tokens.Start,
                        $"The body is nested deeper than {RequestPeek.MaxDepth} levels.");
                    return;
                }

                _counts[depth + 1] = 0;
                break;
            case JsonTokenType.EndObject:
                Close(depth);
                return;
            case JsonTokenType.EndArray:
                return;
            default:
                if (depth == 0) RejectRoot();
                break;
        }

        if (depth == 2 && _member == RequestField.Tools) _hasTools = true;
        if (_tokens.Kind == JsonTokenType.String && !_holdsImages) _holdsImages = InlineImageMarks.Begin(_tokens.Value);
        if (_pending == RequestField.None) return;
        var field = _pending;
        _pending = RequestField.None;
        Value(field, depth);
    }

    private void Name(int depth)
    {
        if (++_counts[depth] > RequestPeek.MaxProperties)
        {
            Reject(RequestRejectionKind.TooManyProperties, null, start + _tokens.Start,
                $"An object in the body has more than {RequestPeek.MaxProperties} members.");
            return;
        }

        if (depth == 1)
        {
            if (!AddName()) return;
            _pending = _member = RequestFields.TopLevel(_tokens);
            if (_member == RequestField.GenerationConfig) DecideOnce(_member);
        }
        else if (depth == 2 && _member is RequestField.StreamOptions or RequestField.GenerationConfig or RequestField.InferenceConfig or RequestField.TierObject)
        {
            _pending = RequestFields.Second(_tokens, _member);
            // include_usage has a rule of its own.
            if (_pending is not (RequestField.None or RequestField.IncludeUsage)) DecideOnce(_pending);
        }
        else if (depth == _cacheMarkDepth && RequestFields.Is(_tokens, "ttl"u8))
        {
            _pending = RequestField.CacheLifetime;
        }

        if (_pending == RequestField.None && RequestFields.IsCacheMark(_tokens)) _pending = RequestField.CacheMark;
    }

    // Two spellings of one member are that member twice: which of them wins is the reader's choice.
    private void DecideOnce(RequestField field)
    {
        uint bit = 1u << (int)field;
        if ((_decided & bit) != 0) RejectDuplicate(field == RequestField.GenerationConfig ? "generationConfig" : RequestFields.Display(_tokens), start + _tokens.Start);
        _decided |= bit;
    }

    private void Value(RequestField field, int depth)
    {
        var type = _tokens.Kind;
        var range = new ByteRange(start + _tokens.Start, _tokens.End - _tokens.Start);
        switch (field)
        {
            case RequestField.Model when type != JsonTokenType.Null:
                _modelRange = range;
                _model = ModelName();
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
                IncludeUsageValue(range);
                break;
            case RequestField.MaxOutput:
                _maxOutput = Largest(_maxOutput, Count());
                break;
            case RequestField.Choices:
                _choices = Largest(_choices, Count());
                break;
            case RequestField.CacheMark when type == JsonTokenType.StartObject:
                _cacheMarkDepth = depth + 1;
                break;
            case RequestField.CacheLifetime:
                _oneHour |= type == JsonTokenType.String && RequestFields.Is(_tokens, "1h"u8);
                break;
            case RequestField.Tier or RequestField.TierObject when type == JsonTokenType.String && _tokens.Value.Length <= LongestTier:
                _tier = Word() ?? _tier;
                break;
        }
    }

    private void Close(int depth)
    {
        if (depth + 1 == _cacheMarkDepth) _cacheMarkDepth = 0;
        if (depth == 0) _rootEnd = start + _tokens.Start;
        if (depth != 1 || _member != RequestField.StreamOptions) return;
        _streamOptions = new ByteRange(_streamOptionsStart, start + _tokens.End - _streamOptionsStart);
        _streamOptionsShape = _counts[2] == 0 ? StreamOptionsShape.EmptyObject : StreamOptionsShape.Object;
    }

    // Twice include_usage is refused like a duplicate at the top: the reading that wins upstream decides whether usage is told at all.
    private void IncludeUsageValue(ByteRange range)
    {
        if (_includeUsageRange is not null)
        {
            RejectDuplicate("stream_options.include_usage", range.Offset);
            return;
        }

        int end = range.End;
        if (_tokens.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _tokens.Skip();
            end = start + _tokens.End;
        }

        _includeUsageRange = range with { Length = end - range.Offset };
        _includeUsage = _tokens.Kind == JsonTokenType.True;
    }

    private string? ModelName()
    {
        if (_tokens.Kind == JsonTokenType.String && Word() is { } name) return name;
        Reject(RequestRejectionKind.ModelNotAString, "model", start + _tokens.Start, "\"model\" must be a string of valid text.");
        return null;
    }

    // Of a text; null for half a surrogate pair and for bytes that are not UTF-8.
    private readonly string? Word()
    {
        if (!_tokens.IsEscaped && Ascii.IsValid(_tokens.Value)) return SharedWords.Of(_tokens.Value);
        try
        {
            var token = new Utf8JsonReader(_tokens.Raw);
            token.Read();
            return token.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool AddName()
    {
        if (!_tokens.IsEscaped)
        {
            if (_names.Add(_tokens.Value)) return true;
        }
        else
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(_tokens.Raw.Length);
            bool added = _names.Add(rented.AsSpan(0, RequestFields.Unescape(_tokens, rented)));
            ArrayPool<byte>.Shared.Return(rented);
            if (added) return true;
        }

        RejectDuplicate(RequestFields.Display(_tokens), start + _tokens.Start);
        return false;
    }

    private readonly long? Count()
    {
        if (_tokens.Kind != JsonTokenType.Number) return null;
        if (_tokens.TryGetInt64(out long whole)) return whole >= 0 ? whole : null;
        return Utf8Parser.TryParse(_tokens.Value, out double number, out int used) && used == _tokens.Value.Length && number is >= 0 and < 1e18 ? (long)number : null;
    }

    private static long? Largest(long? left, long? right) => left > right || right is null ? left : right;

    // The walk does not count lines: the reader of the runtime does, and stops at the same place.
    private void RejectSyntax()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = ReadableDepth });
        long line = 0, inLine = 0;
        try
        {
            while (reader.Read()) inLine = reader.BytesConsumed;
        }
        catch (JsonException e)
        {
            (line, inLine) = (e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
        }

        Reject(RequestRejectionKind.NotJson, null, start + reader.BytesConsumed,
            $"The body is not valid JSON: reading stopped in line {line + 1}, byte {inLine + 1} of that line.");
    }

    private void RejectRoot() =>
        Reject(RequestRejectionKind.NotAnObject, null, start + _tokens.Start, "The body must be a JSON object.");

    private void RejectDuplicate(string name, long offset) =>
        Reject(RequestRejectionKind.DuplicateName, name, offset, $"\"{name}\" stands twice in the body; give it once.");

    private void Reject(RequestRejectionKind kind, string? field, long offset, string message) =>
        _rejection ??= new RequestRejection(kind, field, offset, message);
}
