using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>A mark for the cache is a block of its own, behind the one that it marks.</summary>
internal static class ConverseCachePoint
{
    /// <summary>The mark; null for one with more to it than a lifetime.</summary>
    public static CacheMark? Read(JsonSlice value)
    {
        if (value.Kind != JsonTokenType.StartObject) return null;
        var members = ConverseMembers.Read(value);
        bool isUsual = members.TakeText("type") is { } type && type.ValueEquals("default"u8);
        var lifetime = members.TakeText("ttl");
        if (!isUsual || !members.IsEmpty) return null;
        if (lifetime is not { } ttl || ttl.ValueEquals("5m"u8)) return CacheMark.Short;
        return ttl.ValueEquals("1h"u8) ? CacheMark.Hour : null;
    }

    /// <summary>Writes the block; none where nothing is marked.</summary>
    public static void Write(Utf8JsonWriter json, CacheMark mark)
    {
        if (mark == CacheMark.None) return;
        json.WriteStartObject();
        json.WriteStartObject("cachePoint"u8);
        json.WriteString("type"u8, "default"u8);
        if (mark == CacheMark.Hour) json.WriteString("ttl"u8, "1h"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
