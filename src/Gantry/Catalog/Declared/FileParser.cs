using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gantry.Catalog.Declared;

/// <summary>YAML text to <see cref="FileNode"/>.</summary>
internal sealed class FileParser
{
    private const int DeepestNesting = 32;

    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, FileNode> _anchors = [];

    private FileParser(string text) => _parser = new Parser(new StringReader(text));

    /// <returns>The one document of the text, or null where the text is empty or has a problem.</returns>
    public static FileNode? Parse(string text, ReadContext context)
    {
        var parser = new FileParser(text);
        try
        {
            return parser.Document(context);
        }
        catch (YamlException failure)
        {
            var isTab = failure.Message.Contains("tab", StringComparison.Ordinal);
            context.Error((isTab ? FirstTab(text) : null) ?? Place(failure.Start), $"not valid YAML: {failure.Message.TrimEnd('.')}");
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this bare, without a place, at some unclosed brackets.
            context.Error(Place(parser._parser.Current?.End ?? Mark.Empty), "not valid YAML after this place: is a bracket or a quote not closed?");
        }

        return null;
    }

    private FileNode? Document(ReadContext context)
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var node = Node(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second)) context.Error(Place(second.Start), "a second document: the file must hold one");
        return node;
    }

    private FileNode Node(int depth)
    {
        if (depth > DeepestNesting) throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {DeepestNesting}");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var shared)
                ? shared
                : throw new YamlException(alias.Start, alias.End, $"no anchor '{alias.Value}' before this place");
        }

        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        FileNode node = _parser.Accept<Scalar>(out _) ? Scalar() : _parser.Accept<SequenceStart>(out _) ? List(depth) : Map(depth);
        if (!anchor.IsEmpty) _anchors[anchor] = node;
        return node;
    }

    private FileNode.Scalar Scalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new FileNode.Scalar(Place(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private FileNode.List List(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<FileNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new FileNode.List(Place(start.Start), items.ToImmutable());
    }

    private FileNode.Map Map(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<FileNode.MapEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
                throw new YamlException(_parser.Current!.Start, _parser.Current.Start, "a key must be a single value");
            entries.Add(new FileNode.MapEntry(key.Value, Place(key.Start), Node(depth + 1)));
        }

        return new FileNode.Map(Place(start.Start), entries.ToImmutable());
    }

    // The scanner reports a tab at the start of the mapping that it is in, which may be the start of the file.
    private static FilePosition? FirstTab(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var indentation = lines[i].AsSpan()[..(lines[i].Length - lines[i].AsSpan().TrimStart(" \t").Length)];
            if (indentation.IndexOf('\t') is >= 0 and var column) return new FilePosition(i + 1, column + 1);
        }

        return null;
    }

    private static FilePosition Place(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
