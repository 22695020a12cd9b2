namespace Trust.Documents.Rendering;

/// <summary>What could not be drawn; each sentence once, at most 100 of them.</summary>
internal sealed class LimitList
{
    private readonly List<string> _items = [];

    public IReadOnlyList<string> Items => _items;

    public void Add(string limit)
    {
        if (_items.Count < 100 && !_items.Contains(limit))
        {
            _items.Add(limit);
        }
    }
}
