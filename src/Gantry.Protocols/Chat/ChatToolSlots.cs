using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Tells which call a fragment belongs to, among upstreams that count, that give ids, that give neither, and that count wrongly.</summary>
internal sealed class ChatToolSlots(BlockTracker blocks)
{
    private readonly List<Slot> _slots = [];

    /// <param name="fragment">What came.</param>
    /// <param name="position">Its place among the fragments that came together.</param>
    /// <param name="together">How many came together.</param>
    public void Take(in ChatToolFragment fragment, int position, int together)
    {
        var slot = Find(fragment, position, together);
        if (slot is null)
        {
            if (_slots.Count > 0) Open(_slots[^1]);
            slot = new Slot(_slots.Count, fragment);
            _slots.Add(slot);
        }

        slot.Identify(fragment);
        if (fragment.Seal is { } seal) slot.Seal = new JsonText(seal.Token.ToArray());
        if (fragment.Arguments.IsEmpty || slot.Repeats(fragment.Arguments)) return;
        slot.Arguments.Append(fragment.Arguments.Token);
        if (slot.IsOpen) blocks.GrowTool(slot.Key, slot.Kind, fragment.Arguments.Token);
        else Open(slot);
    }

    /// <summary>Opens what waited for its name, and seals what was sealed; to be called before all is closed.</summary>
    public void Finish()
    {
        foreach (var slot in _slots)
        {
            if (slot.Name.Length == 0 && (!slot.Arguments.IsEmpty || slot.Id.Length > 0)) slot.Name = $"tool_{slot.Key}";
            Open(slot);
            if (slot is { IsOpen: true, Seal: { } seal }) blocks.SealTool(slot.Key, slot.Kind, seal.Token);
            slot.Arguments.Release();
        }
    }

    private Slot? Find(in ChatToolFragment fragment, int position, int together)
    {
        var id = fragment.Id;
        if (fragment.Index is >= 0 and { } index)
        {
            var slot = (id.Length > 0 ? At(index, id) : null) ?? At(index, null);
            return slot is null || (id.Length > 0 && slot.Id.Length > 0 && slot.Id != id) || IsAnother(slot, fragment) ? null : slot;
        }

        if (id.Length > 0) return Named(id);
        var placed = together == 1 ? _slots.Count > 0 ? _slots[^1] : null : position < _slots.Count ? _slots[position] : null;
        return placed is null || IsAnother(placed, fragment) ? null : placed;
    }

    // The last at an index, of this id or of none yet; without an id, of any.
    private Slot? At(long index, string? id)
    {
        for (int i = _slots.Count - 1; i >= 0; i--)
        {
            if (_slots[i].Index == index && (id is null || _slots[i].Id == id || _slots[i].Id.Length == 0)) return _slots[i];
        }

        return null;
    }

    private Slot? Named(string id)
    {
        for (int i = _slots.Count - 1; i >= 0; i--)
        {
            if (_slots[i].Id == id) return _slots[i];
        }

        return null;
    }

    // A name behind complete arguments begins another call, unless all of the call is said once more.
    private static bool IsAnother(Slot slot, in ChatToolFragment fragment) =>
        fragment.Id.Length == 0 && fragment.Name.Length > 0 && slot.Name.Length > 0 && slot.IsComplete
        && !(slot.Name == fragment.Name && slot.Repeats(fragment.Arguments));

    private void Open(Slot slot)
    {
        if (slot.IsOpen || slot.Name.Length == 0) return;
        slot.IsOpen = true;
        blocks.OpenTool(slot.Key, slot.Kind, slot.Id, slot.Name);
        if (!slot.Arguments.IsEmpty) blocks.GrowTool(slot.Key, slot.Kind, slot.Arguments.Text.Token);
    }

    private sealed class Slot(int key, in ChatToolFragment first)
    {
        public int Key { get; } = key;

        public long? Index { get; } = first.Index;

        public BlockKind Kind { get; } = first.Kind;

        public string Id { get; private set; } = "";

        public string Name { get; set; } = "";

        public bool IsOpen { get; set; }

        public JsonText? Seal { get; set; }

        /// <summary>All that came.</summary>
        public GrowingText Arguments { get; } = new();

        public bool IsComplete
        {
            get
            {
                if (Kind != BlockKind.ToolCall || Arguments.Length < 2) return false;
                var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Arguments.Text.ToString()));
                try
                {
                    while (reader.Read())
                    {
                    }
                }
                catch (JsonException)
                {
                    return false;
                }

                return true;
            }
        }

        /// <summary>Whether these are once more the whole arguments that have come.</summary>
        public bool Repeats(JsonText arguments) =>
            Arguments.Length >= 2 && Arguments.Escaped[0] == '{' && arguments.Escaped.SequenceEqual(Arguments.Escaped) && IsComplete;

        // Until the call is told, its id and name may come late, and a name in pieces or over and over.
        public void Identify(in ChatToolFragment fragment)
        {
            if (IsOpen) return;
            if (Id.Length == 0) Id = fragment.Id;
            if (fragment.Name != Name) Name += fragment.Name;
        }
    }
}
